package weir.health;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.snapshot.BackendState;
import weir.snapshot.LoopPort;
import weir.snapshot.Outcome;
import weir.snapshot.ResolvedHosts;
import weir.snapshot.Snapshot;
import weir.snapshot.SnapshotPort;
import weir.stats.OutcomeRing;
import weir.time.Timer;
import weir.tls.SecuredPools;

/**
 * The one authority on what may be sent to which backend: one {@link BackendHealth} each, on one loop of its own.
 *
 * <p>Thread: probe loop only, where a method does not say otherwise.
 */
public final class HealthMonitor implements SnapshotPort {
    /** Notified of what happens. Called on the probe loop; must not block. */
    public interface Listener {
        void onTransition(Pool pool, int backend, Transition transition);

        /** Too few backends of a pool are up, so all are used; or no longer. */
        void onPanic(Pool pool, boolean isPanic, int upCount, int count);

        /** The state of a backend that loops get has changed; {@code reason} is that of its last transition. */
        default void onState(Pool pool, BackendState before, BackendState now, String reason) {}

        /** The backend was added while Weir runs; this is the first call about it. It takes no requests yet. */
        default void onAdded(Pool pool, int backend) {}

        /**
         * The backend was removed while Weir runs; this is the last call about it. {@code pool} is as it was before.
         */
        default void onRemoved(Pool pool, int backend) {}
    }

    private static final int OUTCOMES_PER_DRAIN = 4096;
    /** However fast requests fail, the rings are drained at most once per this time. */
    private static final long DRAIN_PAUSE_NS = 5_000_000;
    /** Until another try at a full mailbox. */
    private static final long RESEND_NS = 50_000_000;

    private final EventLoop loop;
    private final List<OutcomeRing> outcomes;
    private final List<LoopPort> ports;
    private final Listener listener;
    private final HealthView view;
    private final CheckResponse.Heads heads = new CheckResponse.Heads();
    private final RandomGenerator random;
    private final SecuredPools secured;
    private final ResolvedHosts hosts;
    private final PoolHealth[] pools;
    private final Runnable onSignal = this::onSignal;
    private final AtomicBoolean isDrainPosted = new AtomicBoolean();
    private final Timer drainTimer = new Timer(this::drain);
    private final Timer resendTimer = new Timer(this::resend);
    private long drainedNs;
    /** Of the snapshot. */
    private volatile long generation;

    /**
     * @param random spreads the checks in time
     * @param secured which backends are connected to with TLS
     */
    public HealthMonitor(
            EventLoop loop,
            Snapshot snapshot,
            List<OutcomeRing> outcomes,
            List<LoopPort> ports,
            Listener listener,
            RandomGenerator random,
            SecuredPools secured) {
        this.loop = loop;
        this.secured = secured;
        this.outcomes = List.copyOf(outcomes);
        this.ports = List.copyOf(ports);
        this.listener = listener;
        this.random = random;
        drainedNs = loop.nowNs() - DRAIN_PAUSE_NS;
        generation = snapshot.generation();
        hosts = snapshot.hosts();
        view = new HealthView(snapshot.pools());
        pools = new PoolHealth[snapshot.pools().size()];
        for (int i = 0; i < pools.length; i++) {
            pools[i] = new PoolHealth(this, loop, snapshot, i, random);
        }
    }

    /** Without TLS to backends. */
    public HealthMonitor(
            EventLoop loop,
            Snapshot snapshot,
            List<OutcomeRing> outcomes,
            List<LoopPort> ports,
            Listener listener,
            RandomGenerator random) {
        this(loop, snapshot, outcomes, ports, listener, random, SecuredPools.NONE);
    }

    ResolvedHosts hosts() {
        return hosts;
    }

    SecuredPools secured() {
        return secured;
    }

    /**
     * Has a backend begin as operators have left it. Before {@link #start}, by the same thread.
     *
     * @param weight as for {@link #setWeight}
     */
    public void restore(int pool, int backend, AdminState admin, Double weight) {
        pools[pool].ifThere(backend, health -> health.restore(admin, weight));
    }

    /** Schedules the first checks and publishes the initial view. Before the loop runs, or on it. */
    public void start() {
        for (PoolHealth pool : pools) {
            pool.start(random);
        }
    }

    /** What is known about each backend. Any thread. */
    public HealthView view() {
        return view;
    }

    // --- backends that come and go

    /**
     * Backends were added or removed. To be told after all loops have got the snapshot, as they hear from here of no
     * backend that they do not know.
     */
    @Override
    public boolean offer(Snapshot next) {
        return loop.post(() -> apply(next));
    }

    @Override
    public long generation() {
        return generation;
    }

    private void apply(Snapshot next) {
        if (next.generation() <= generation) {
            return;
        }
        drain(loop.nowNs()); // what is still told of a backend that is not there any more shall not meet one that
        // is new
        for (int i = 0; i < pools.length; i++) {
            pools[i].apply(next.pools().get(i));
        }
        generation = next.generation();
    }

    // --- the operator

    /**
     * Takes a backend in or out. Any thread; acts soon.
     *
     * @param pool index in the snapshot
     * @param backend index in the pool
     * @return false when there is too much to do: ask again later
     */
    public boolean setAdmin(int pool, int backend, AdminState admin) {
        return loop.post(() -> pools[pool].ifThere(backend, health -> health.setAdmin(admin)));
    }

    /**
     * Overrides the weight of a backend. Any thread; acts soon.
     *
     * @param weight as in the configuration, 0..256; null = no more
     * @return as {@link #setAdmin}
     */
    public boolean setWeight(int pool, int backend, Double weight) {
        if (weight != null) {
            Backend.checkWeight(weight);
        }
        return loop.post(() -> pools[pool].ifThere(backend, health -> health.setWeight(weight)));
    }

    // --- the loops

    /** Something is in an outcome ring. Any thread; while that is known already it costs a read. */
    public void signal() {
        if (!isDrainPosted.get() && !isDrainPosted.getAndSet(true) && !loop.post(onSignal)) {
            isDrainPosted.set(false);
        }
    }

    private void onSignal() {
        if (loop.nowNs() - drainedNs >= DRAIN_PAUSE_NS) {
            drain(loop.nowNs());
        } else {
            loop.timers().set(drainTimer, drainedNs + DRAIN_PAUSE_NS);
        }
    }

    private void drain(long nowNs) {
        isDrainPosted.set(false);
        drainedNs = nowNs;
        for (OutcomeRing ring : outcomes) {
            if (!drain(ring)) {
                loop.timers().set(drainTimer, nowNs + DRAIN_PAUSE_NS);
            }
        }
    }

    /** False when something is left. */
    private boolean drain(OutcomeRing ring) {
        for (int i = 0; i < OUTCOMES_PER_DRAIN; i++) {
            final long outcome = ring.poll();
            if (outcome == OutcomeRing.EMPTY) {
                return true;
            }
            pools[Outcome.pool(outcome)].ifThere(
                    Outcome.backend(outcome),
                    health -> health.onFailure(Outcome.failure(outcome), Outcome.isAfterSuccess(outcome)));
        }
        return false;
    }

    /**
     * Tells all loops.
     *
     * @return false when a mailbox was full: {@link BackendHealth#resend} will be called
     */
    boolean send(BackendState state) {
        boolean allSent = true;
        for (LoopPort port : ports) {
            allSent &= port.offer(state);
        }
        if (!allSent) {
            loop.timers().set(resendTimer, loop.nowNs() + RESEND_NS);
        }
        return allSent;
    }

    private void resend(long nowNs) {
        for (PoolHealth pool : pools) {
            pool.resend();
        }
    }

    // --- for those who watch

    CheckResponse.Heads heads() {
        return heads;
    }

    /** To be told of what happens. */
    Listener listener() {
        return listener;
    }
}
