package weir.model;

import java.util.List;
import weir.balance.PickerFactory;
import weir.proxyprotocol.ProxyVersion;

/**
 * A group of backends that serve the same requests. What is asked for once per request stands here itself, and no
 * record in between.
 *
 * @param name the key in the file
 * @param selection how a backend is chosen
 * @param backends by index; one that was removed while Weir runs leaves {@link Backend#VACANT}, so that no other ever
 *     changes its index
 * @param upkeep how it is found out whether a backend can be used
 * @param timeouts of one request
 * @param upstream how connections to backends are made
 * @param dialect how HTTP is spoken with them
 * @param failover what becomes of requests that a backend does not serve
 * @param policy what holds for requests that are sent there
 */
public record Pool(
        String name,
        Selection selection,
        List<Backend> backends,
        Upkeep upkeep,
        PoolTimeouts timeouts,
        UpstreamPolicy upstream,
        Dialect dialect,
        Failover failover,
        Policy policy) {
    /** Goes into a Host field. */
    public static final Form HOST = new Form(
            "(?=.{1,261}$)([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?", "a host name with or without port");

    public static final Range BACKENDS_RANGE = new Range("backends", 1, 10_000);
    /** Every pool has room for as many. */
    private static final int ROOM_MIN = 256;

    public Pool {
        Given.text("pool", name, Configuration.NAME);
        final String path = "pools." + name + '.';
        Given.one(path + "balance", Given.one(path + "selection", selection).balance());
        Given.textOrNone(path + "host", Given.one(path + "upstream", upstream).host(), HOST);
        backends = Given.list(path + "backends", backends);
        BACKENDS_RANGE.check(backends.size());
        Given.one(path + "health", Given.one(path + "upkeep", upkeep).health());
        Given.one(path + "timeouts", timeouts);
        Given.one(path + "keep-alive", upstream.keepAlive());
        Given.one(path + "retry", Given.one(path + "failover", failover).retry());
        Given.one(path + "slow-start", upkeep.slowStart());
        Given.one(path + "queue", failover.queue());
        Given.one(path + "accept", dialect);
        Given.one(path + "policy", policy);
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
                new Selection(balance, null),
                backends,
                new Upkeep(health, SlowStart.NONE, null),
                timeouts,
                new UpstreamPolicy(host, keepAlive, null, null),
                Dialect.OF_BACKENDS,
                new Failover(retry, QueueLimits.DEFAULTS, null, null),
                Policy.NONE);
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
        return with(upkeep.withSlowStart(slowStart));
    }

    public Pool withOnDown(OnDown onDown) {
        return with(upkeep.withOnDown(onDown));
    }

    public Pool withQueue(QueueLimits queue) {
        return with(failover.withQueue(queue));
    }

    public Pool withFallback(Fallback fallback) {
        return with(failover.withFallback(fallback));
    }

    public Pool withBreaker(BreakerPolicy breaker) {
        return with(failover.withBreaker(breaker));
    }

    public Pool withTls(BackendTls tls) {
        return with(upstream.withTls(tls));
    }

    public Pool withSendProxy(ProxyVersion sendProxy) {
        return with(upstream.withSendProxy(sendProxy));
    }

    public Pool withSticky(Sticky sticky) {
        return new Pool(
                name,
                new Selection(balance(), sticky),
                backends,
                upkeep,
                timeouts,
                upstream,
                dialect,
                failover,
                policy);
    }

    public Pool withPolicy(Policy policy) {
        return new Pool(name, selection, backends, upkeep, timeouts, upstream, dialect, failover, policy);
    }

    public Pool withDialect(Dialect dialect) {
        return new Pool(name, selection, backends, upkeep, timeouts, upstream, dialect, failover, policy);
    }

    public Pool withName(String name) {
        return new Pool(name, selection, backends, upkeep, timeouts, upstream, dialect, failover, policy);
    }

    public Pool withBackends(List<Backend> backends) {
        return new Pool(name, selection, backends, upkeep, timeouts, upstream, dialect, failover, policy);
    }

    private Pool with(Upkeep upkeep) {
        return new Pool(name, selection, backends, upkeep, timeouts, upstream, dialect, failover, policy);
    }

    private Pool with(UpstreamPolicy upstream) {
        return new Pool(name, selection, backends, upkeep, timeouts, upstream, dialect, failover, policy);
    }

    private Pool with(Failover failover) {
        return new Pool(name, selection, backends, upkeep, timeouts, upstream, dialect, failover, policy);
    }

    /** Those that are there. */
    public int backendCount() {
        return (int) backends.stream().filter(backend -> !backend.isVacant()).count();
    }

    /** What has that index; {@link Backend#VACANT} beyond those that ever were. */
    public Backend backendAt(int index) {
        return index < backends.size() ? backends.get(index) : Backend.VACANT;
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
     * Indexes that there may ever be, if Weir starts with this pool. What threads share about backends lies in arrays
     * of this length, made once, so that a cell never moves: twice what the pool starts with, and 256 at least.
     */
    public int room() {
        return (int) Math.min(BACKENDS_RANGE.max(), Math.max(ROOM_MIN, 2L * backends.size()));
    }

    /** A backend may have only so many exchanges in flight. */
    public boolean isLimited() {
        return backends.stream().anyMatch(backend -> backend.connectionsMax() != Backend.UNLIMITED);
    }

    public PickerFactory algorithm() {
        return balance().algorithm();
    }

    // --- what the groups have in them

    public Balance balance() {
        return selection.balance();
    }

    public Sticky sticky() {
        return selection.sticky();
    }

    public HealthCheck health() {
        return upkeep.health();
    }

    public SlowStart slowStart() {
        return upkeep.slowStart();
    }

    public OnDown onDown() {
        return upkeep.onDown();
    }

    public String host() {
        return upstream.host();
    }

    public KeepAlive keepAlive() {
        return upstream.keepAlive();
    }

    public ProxyVersion sendProxy() {
        return upstream.sendProxy();
    }

    public BackendTls tls() {
        return upstream.tls();
    }

    public RetryPolicy retry() {
        return failover.retry();
    }

    public QueueLimits queue() {
        return failover.queue();
    }

    public Fallback fallback() {
        return failover.fallback();
    }

    public BreakerPolicy breaker() {
        return failover.breaker();
    }
}
