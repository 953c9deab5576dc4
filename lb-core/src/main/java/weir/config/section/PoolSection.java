package weir.config.section;

import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import weir.balance.BackendSet;
import weir.balance.CustomAlgorithm;
import weir.balance.Hashing;
import weir.balance.InvalidAlgorithmException;
import weir.balance.Loads;
import weir.balance.PickerParts;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.Located;
import weir.config.value.Location;
import weir.config.value.Quoted;
import weir.config.value.Text;
import weir.config.value.ToleranceList;
import weir.http.Tolerance;
import weir.model.Backend;
import weir.model.BackendTls;
import weir.model.Balance;
import weir.model.BreakerPolicy;
import weir.model.Dialect;
import weir.model.DistinctBackends;
import weir.model.Failover;
import weir.model.Fallback;
import weir.model.Form;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.OnDown;
import weir.model.Policy;
import weir.model.Pool;
import weir.model.QueueLimits;
import weir.model.RetryPolicy;
import weir.model.SecurityHeaders;
import weir.model.Selection;
import weir.model.SlowStart;
import weir.model.Sticky;
import weir.model.Upkeep;
import weir.model.UpstreamPolicy;
import weir.proxyprotocol.ProxyVersion;

/** {@code pools.<name>}. */
public final class PoolSection extends SectionType<Pool> {
    /** In the file, "what the client said"; in the record, null. */
    private static final String CLIENT = "client";

    private final Key<Balance> balance = optional("balance", new BalanceSection(), Balance.DEFAULTS);
    private final Key<String> host =
            optional("host", new Text(new Form(Pool.HOST.pattern(), CLIENT + ", or " + Pool.HOST.accepted())), CLIENT);
    private final Key<List<Located<Backend>>> backends =
            required("backends", new ListOf<>(new BackendSection(), Pool.BACKENDS_RANGE));
    private final Key<HealthCheck> health = optional("health", new HealthSection(), HealthCheck.DEFAULTS);
    private final Key<PoolTimeoutsSection.Times> timeouts =
            optional("timeouts", new PoolTimeoutsSection(), PoolTimeoutsSection.Times.DEFAULTS);
    private final Key<Long> keepAlive = optional("keep-alive", new KeepAliveSection(), KeepAliveSection.CONNECTIONS);
    private final Key<RetryPolicy> retry = optional("retry", RetrySection.ofPool(), RetryPolicy.DEFAULTS);

    private final Key<SlowStart> slowStart = optional("slow-start", new SlowStartSection(), SlowStart.NONE);
    private final Key<OnDown> onDown = optional("on-down", new OnDownSection());
    private final Key<Sticky> sticky = optional("sticky", new StickySection());
    private final Key<QueueLimits> queue = optional("queue", new QueueSection(), QueueLimits.DEFAULTS);
    private final Key<BreakerPolicy> breaker = optional("breaker", new BreakerSection());
    private final Key<Fallback> fallback = optional("fallback", new FallbackSection());
    private final Key<ProxyVersion> sendProxy =
            optional("send-proxy", new EnumValue<>(ProxyVersion.values(), ProxyVersion::word));

    private final Key<BackendTls> tls = optional("tls", new BackendTlsSection());

    private final Key<List<Tolerance>> accept = optional(
            Dialect.ACCEPT_RANGE.key(),
            ToleranceList.of(Tolerance.FOR_RESPONSES),
            List.copyOf(Dialect.OF_BACKENDS.accept()));
    private final Key<Boolean> via = onOff("via", Dialect.OF_BACKENDS.addsVia());

    private final PolicyKeys policy = new PolicyKeys(this, SecurityHeaders.ON);

    public PoolSection() {
        later("discovery");
    }

    @Override
    Pool build(Section section) {
        final Balance balance = section.get(this.balance);
        final String host = section.get(this.host);
        final List<Located<Backend>> located = section.get(this.backends);
        final List<Backend> backends = distinct(located);
        final HealthCheck health = section.get(this.health);
        final PoolTimeoutsSection.Times times = section.get(this.timeouts);
        final int connectionsMax = section.getInt(this.keepAlive);
        final RetryPolicy retry = section.get(this.retry);
        final SlowStart slowStart = section.get(this.slowStart);
        final OnDown onDown = section.get(this.onDown);
        final Sticky sticky = section.get(this.sticky);
        final QueueLimits queue = section.get(this.queue);
        final BreakerPolicy breaker = section.get(this.breaker);
        final Fallback fallback = section.get(this.fallback);
        final ProxyVersion sendProxy = section.get(this.sendProxy);
        final BackendTls tls = section.get(this.tls);
        final Dialect dialect = new Dialect(Set.copyOf(section.get(accept)), section.get(via));
        final Policy policy = this.policy.read(section);
        if (fallback != null && fallback.pool() != Fallback.NO_POOL) {
            section.location()
                    .context()
                    .addFallback(section.location().name(), fallback.pool(), section.at(this.fallback));
        }
        if (backends.isEmpty()) {
            return null;
        }
        if (!section.isBad(this.backends)) {
            if (backends.stream().allMatch(Backend::isBackup)) {
                section.at(this.backends).refuse("backups only", "at least one backend that is none");
            }
            if (balance.algorithm() instanceof CustomAlgorithm own) {
                tryOut(own, balance, backends, section.at(this.balance));
            }
            if (backends.stream().allMatch(backend -> backend.weight() == 0)) {
                section.at(this.backends)
                        .warn("all weights are 0, so every request "
                                + (sticky != null && sticky.cookie() != null ? "without a sticky cookie " : "")
                                + "gets 503");
            }
        }
        if (!section.isFine()) {
            return null; // the record refuses what contradicts itself, as after a problem it may
        }
        final Pool pool = new Pool(
                section.location().name(),
                new Selection(balance, sticky),
                backends,
                new Upkeep(health, slowStart, onDown),
                times.timeouts(),
                new UpstreamPolicy(
                        host.equals(CLIENT) ? null : host,
                        new KeepAlive(times.idleMs(), connectionsMax),
                        sendProxy,
                        tls),
                dialect,
                new Failover(retry, queue, fallback, breaker),
                policy);
        if (health.port() != 0
                && backends.stream().anyMatch(backend -> backend.address() instanceof UnixDomainSocketAddress)) {
            section.at(this.health).warn("port has no effect on backends at Unix sockets");
        }
        if (section.has(this.queue) && !pool.isLimited()) {
            section.at(this.queue).warn("has no effect while no backend has max-connections");
        }
        return pool;
    }

    /** Makes a picker as each loop will: what its constructor refuses is said here, with the place in the file. */
    private static void tryOut(CustomAlgorithm own, Balance balance, List<Backend> backends, Location location) {
        final BackendSet set = new BackendSet(
                backends.stream().mapToDouble(Backend::weight).toArray(),
                backends.stream()
                        .mapToLong(backend -> Hashing.mix(backend.id().hashCode()))
                        .toArray());
        final Loads loads = new Loads(1, backends.size());
        try {
            own.picker(new PickerParts(set, 0, loads, loads.row(0), System::nanoTime, 0, balance.boundedLoad()));
        } catch (InvalidAlgorithmException e) {
            location.refuse(Quoted.reason(e.found()), e.accepted());
        }
    }

    /** @param located null after a problem, which gives an empty list */
    public static List<Backend> distinct(List<Located<Backend>> located) {
        final List<Backend> backends = new ArrayList<>();
        final DistinctBackends distinct = new DistinctBackends();
        for (Located<Backend> item : located == null ? List.<Located<Backend>>of() : located) {
            final Backend backend = item.value();
            item.location().context().addBackend(backend.address(), item.location());
            final DistinctBackends.Objection objection = distinct.objection(backend);
            if (objection == null) {
                backends.add(backend);
            } else {
                item.location().refuse(objection.found(), objection.accepted());
            }
        }
        return backends;
    }
}
