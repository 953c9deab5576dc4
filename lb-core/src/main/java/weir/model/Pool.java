package weir.model;

import java.util.List;
import weir.balance.PickerFactory;

/**
 * A group of backends that serve the same requests.
 *
 * @param name the key in the file
 * @param balance how a backend is chosen
 * @param backends by index; one that was removed while Weir runs leaves {@link Backend#VACANT}, so that no other ever changes its index
 * @param host what the Host field says upstream: the client's own when null, else this literal
 * @param slowStart how a backend that returns comes back to its full share
 * @param onDown what is run when a backend goes down; null = nothing
 * @param sticky how clients are led to the same backend again; null = they are not
 * @param queue who waits when all backends are full; without limited backends nobody does
 * @param fallback what becomes of requests that no backend can take; null = 503
 * @param breaker when backends are left alone for a while; null = never
 */
public record Pool(
        String name,
        Balance balance,
        String host,
        List<Backend> backends,
        HealthCheck health,
        PoolTimeouts timeouts,
        KeepAlive keepAlive,
        RetryPolicy retry,
        SlowStart slowStart,
        OnDown onDown,
        Sticky sticky,
        QueueLimits queue,
        Fallback fallback,
        BreakerPolicy breaker) {
    public static final Range BACKENDS_RANGE = new Range("backends", 1, 10_000);
    /** Every pool has room for as many. */
    private static final int ROOM_MIN = 256;

    public Pool {
        backends = List.copyOf(backends);
        BACKENDS_RANGE.check(backends.size());
    }

    /** Without slow start, command, stickiness, fallback and breaker, with the default queue. */
    public Pool(
            String name,
            Balance balance,
            String host,
            List<Backend> backends,
            HealthCheck health,
            PoolTimeouts timeouts,
            KeepAlive keepAlive,
            RetryPolicy retry) {
        this(
                name,
                balance,
                host,
                backends,
                health,
                timeouts,
                keepAlive,
                retry,
                SlowStart.NONE,
                null,
                null,
                QueueLimits.DEFAULTS,
                null,
                null);
    }

    /** With an algorithm that has no options. */
    public Pool(
            String name,
            PickerFactory algorithm,
            String host,
            List<Backend> backends,
            HealthCheck health,
            PoolTimeouts timeouts,
            KeepAlive keepAlive,
            RetryPolicy retry) {
        this(name, Balance.of(algorithm), host, backends, health, timeouts, keepAlive, retry);
    }

    public Pool withSlowStart(SlowStart slowStart) {
        return new Pool(
                name, balance, host, backends, health, timeouts, keepAlive, retry, slowStart, onDown, sticky, queue,
                fallback, breaker);
    }

    public Pool withOnDown(OnDown onDown) {
        return new Pool(
                name, balance, host, backends, health, timeouts, keepAlive, retry, slowStart, onDown, sticky, queue,
                fallback, breaker);
    }

    public Pool withSticky(Sticky sticky) {
        return new Pool(
                name, balance, host, backends, health, timeouts, keepAlive, retry, slowStart, onDown, sticky, queue,
                fallback, breaker);
    }

    public Pool withQueue(QueueLimits queue) {
        return new Pool(
                name, balance, host, backends, health, timeouts, keepAlive, retry, slowStart, onDown, sticky, queue,
                fallback, breaker);
    }

    public Pool withFallback(Fallback fallback) {
        return new Pool(
                name, balance, host, backends, health, timeouts, keepAlive, retry, slowStart, onDown, sticky, queue,
                fallback, breaker);
    }

    public Pool withBreaker(BreakerPolicy breaker) {
        return new Pool(
                name, balance, host, backends, health, timeouts, keepAlive, retry, slowStart, onDown, sticky, queue,
                fallback, breaker);
    }

    public Pool withName(String name) {
        return new Pool(
                name, balance, host, backends, health, timeouts, keepAlive, retry, slowStart, onDown, sticky, queue,
                fallback, breaker);
    }

    public Pool withBackends(List<Backend> backends) {
        return new Pool(
                name, balance, host, backends, health, timeouts, keepAlive, retry, slowStart, onDown, sticky, queue,
                fallback, breaker);
    }

    /** Those that are there. */
    public int backendCount() {
        return (int) backends.stream().filter(backend -> !backend.isVacant()).count();
    }

    /** Index of the backend of that id; -1 when there is none. */
    public int indexOf(String id) {
        for (int i = 0; i < backends.size(); i++) {
            if (!backends.get(i).isVacant() && backends.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Indexes that there may ever be, if Weir starts with this pool. What threads share about backends lies in arrays of this length, made once, so that a cell never
     * moves: twice what the pool starts with, and 256 at least.
     */
    public int room() {
        return (int) Math.min(BACKENDS_RANGE.max(), Math.max(ROOM_MIN, 2L * backends.size()));
    }

    /** A backend may have only so many exchanges in flight. */
    public boolean isLimited() {
        return backends.stream().anyMatch(backend -> backend.connectionsMax() != Backend.UNLIMITED);
    }

    public PickerFactory algorithm() {
        return balance.algorithm();
    }
}
