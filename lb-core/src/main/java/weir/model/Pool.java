package weir.model;

import java.util.List;
import weir.balance.PickerFactory;

/**
 * A group of backends that serve the same requests.
 *
 * @param name the key in the file
 * @param balance how a backend is chosen
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

    /** A backend may have only so many exchanges in flight. */
    public boolean isLimited() {
        return backends.stream().anyMatch(backend -> backend.connectionsMax() != Backend.UNLIMITED);
    }

    public PickerFactory algorithm() {
        return balance.algorithm();
    }
}
