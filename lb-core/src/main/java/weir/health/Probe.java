package weir.health;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import weir.model.HealthCheck;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.snapshot.BackendState;
import weir.snapshot.LoopPort;
import weir.snapshot.Outcome;
import weir.snapshot.Snapshot;
import weir.stats.OutcomeRing;

/**
 * The health of all backends: one {@link BackendCheck} each, on one loop of its own.
 *
 * <p>Thread: probe loop only, but for {@link #nudge}.
 */
public final class Probe {
    /** Told of each change of health. Called on the probe loop; must not block. */
    public interface Listener {
        void onChange(Pool pool, int backend, boolean isUp, String reason);
    }

    private static final int OUTCOMES_PER_DRAIN = 4096;

    private final EventLoop loop;
    private final List<OutcomeRing> outcomes;
    private final List<LoopPort> ports;
    private final Listener listener;
    private final BackendCheck[][] checks;
    private final Runnable drain = this::drain;
    private final AtomicBoolean isDrainPosted = new AtomicBoolean();

    /** @param random spreads the checks in time */
    public Probe(
            EventLoop loop,
            Snapshot snapshot,
            List<OutcomeRing> outcomes,
            List<LoopPort> ports,
            Listener listener,
            RandomGenerator random) {
        this.loop = loop;
        this.outcomes = List.copyOf(outcomes);
        this.ports = List.copyOf(ports);
        this.listener = listener;
        checks = new BackendCheck[snapshot.pools().size()][];
        for (int pool = 0; pool < checks.length; pool++) {
            final Pool facts = snapshot.pools().get(pool);
            checks[pool] = new BackendCheck[facts.backends().size()];
            for (int backend = 0; backend < checks[pool].length; backend++) {
                checks[pool][backend] = new BackendCheck(this, loop, pool, facts, backend, random);
            }
        }
    }

    /** Schedules the first checks. Before the loop runs, or on it. */
    public void start() {
        for (BackendCheck[] pool : checks) {
            for (BackendCheck check : pool) {
                check.start();
            }
        }
    }

    /** Something is in an outcome ring. Any thread; many calls in a row cost one command. */
    public void nudge() {
        if (!isDrainPosted.getAndSet(true) && !loop.post(drain)) {
            isDrainPosted.set(false);
        }
    }

    private void drain() {
        isDrainPosted.set(false);
        for (OutcomeRing ring : outcomes) {
            for (int i = 0; i < OUTCOMES_PER_DRAIN; i++) {
                final long outcome = ring.poll();
                if (outcome == OutcomeRing.EMPTY) {
                    break;
                }
                if (Outcome.kind(outcome) == Outcome.CONNECT_FAILED) {
                    checks[Outcome.pool(outcome)][Outcome.backend(outcome)].onConnectFailed();
                }
            }
        }
    }

    /**
     * Tells all loops.
     *
     * @return false when a mailbox was full: say it again later
     */
    boolean tell(BackendState state) {
        boolean allTold = true;
        for (LoopPort port : ports) {
            allTold &= port.tell(state);
        }
        return allTold;
    }

    void onChange(Pool pool, int backend, boolean isUp, String reason) {
        listener.onChange(pool, backend, isUp, reason);
    }

    /** Whether real requests' failures count. */
    static boolean isWatched(HealthCheck check) {
        return check.type() != HealthCheck.Type.NONE;
    }
}
