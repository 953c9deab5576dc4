package weir.model;

import java.util.List;
import java.util.function.Consumer;
import weir.balance.PickerFactory;
import weir.proxyprotocol.ProxyVersion;

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
 * @param sendProxy how backends are told by a PROXY header whose connection they get; null = not at all
 * @param tls how backends are spoken to with TLS; null = without
 * @param dialect how HTTP is spoken with them
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
        BreakerPolicy breaker,
        ProxyVersion sendProxy,
        BackendTls tls,
        Dialect dialect) {
    /** Goes into a Host field. */
    public static final Form HOST = new Form(
            "(?=.{1,261}$)([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?", "a host name with or without port");

    public static final Range BACKENDS_RANGE = new Range("backends", 1, 10_000);
    /** Every pool has room for as many. */
    private static final int ROOM_MIN = 256;

    public Pool {
        Given.text("pool", name, Configuration.NAME);
        final String path = "pools." + name + '.';
        Given.one(path + "balance", balance);
        Given.textOrNone(path + "host", host, HOST);
        backends = Given.list(path + "backends", backends);
        BACKENDS_RANGE.check(backends.size());
        Given.one(path + "health", health);
        Given.one(path + "timeouts", timeouts);
        Given.one(path + "keep-alive", keepAlive);
        Given.one(path + "retry", retry);
        Given.one(path + "slow-start", slowStart);
        Given.one(path + "queue", queue);
        Given.one(path + "accept", dialect);
        final DistinctBackends distinct = new DistinctBackends();
        for (Backend backend : backends) {
            final DistinctBackends.Objection objection = distinct.objection(backend);
            if (objection != null) {
                throw Given.refusal(path + "backends", objection.found(), "each address and each id once");
            }
        }
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
                null,
                null,
                null,
                Dialect.OF_BACKENDS);
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
        return with(copy -> copy.slowStart = slowStart);
    }

    public Pool withOnDown(OnDown onDown) {
        return with(copy -> copy.onDown = onDown);
    }

    public Pool withSticky(Sticky sticky) {
        return with(copy -> copy.sticky = sticky);
    }

    public Pool withQueue(QueueLimits queue) {
        return with(copy -> copy.queue = queue);
    }

    public Pool withFallback(Fallback fallback) {
        return with(copy -> copy.fallback = fallback);
    }

    public Pool withBreaker(BreakerPolicy breaker) {
        return with(copy -> copy.breaker = breaker);
    }

    public Pool withTls(BackendTls tls) {
        return with(copy -> copy.tls = tls);
    }

    public Pool withSendProxy(ProxyVersion sendProxy) {
        return with(copy -> copy.sendProxy = sendProxy);
    }

    public Pool withDialect(Dialect dialect) {
        return with(copy -> copy.dialect = dialect);
    }

    public Pool withName(String name) {
        return with(copy -> copy.name = name);
    }

    public Pool withBackends(List<Backend> backends) {
        return with(copy -> copy.backends = backends);
    }

    private Pool with(Consumer<Copy> change) {
        final Copy copy = new Copy(this);
        change.accept(copy);
        return copy.toPool();
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

    /** A pool in the making: the components are listed here once, and not in each method that changes one. */
    private static final class Copy {
        private String name;
        private final Balance balance;
        private final String host;
        private List<Backend> backends;
        private final HealthCheck health;
        private final PoolTimeouts timeouts;
        private final KeepAlive keepAlive;
        private final RetryPolicy retry;
        private SlowStart slowStart;
        private OnDown onDown;
        private Sticky sticky;
        private QueueLimits queue;
        private Fallback fallback;
        private BreakerPolicy breaker;
        private ProxyVersion sendProxy;
        private BackendTls tls;
        private Dialect dialect;

        Copy(Pool of) {
            name = of.name;
            balance = of.balance;
            host = of.host;
            backends = of.backends;
            health = of.health;
            timeouts = of.timeouts;
            keepAlive = of.keepAlive;
            retry = of.retry;
            slowStart = of.slowStart;
            onDown = of.onDown;
            sticky = of.sticky;
            queue = of.queue;
            fallback = of.fallback;
            breaker = of.breaker;
            sendProxy = of.sendProxy;
            tls = of.tls;
            dialect = of.dialect;
        }

        Pool toPool() {
            return new Pool(
                    name, balance, host, backends, health, timeouts, keepAlive, retry, slowStart, onDown, sticky, queue,
                    fallback, breaker, sendProxy, tls, dialect);
        }
    }
}
