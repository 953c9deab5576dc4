package weir.app;

import org.tinylog.Logger;
import weir.health.HealthMonitor;
import weir.health.Transition;
import weir.model.Backend;
import weir.model.Health;
import weir.model.Pool;
import weir.time.Clock;

/**
 * Says what happens to backends, one line each, at a bounded rate: a flapping pool of thousands must not fill the disk.
 * Thread: probe loop.
 */
final class HealthLog implements HealthMonitor.Listener {
    private static final int LINES_PER_SECOND = 100;
    private static final long SECOND_NS = 1_000_000_000;

    private final Clock clock;
    private long secondNs;
    private int lines;
    private long suppressed;

    HealthLog(Clock clock) {
        this.clock = clock;
        this.secondNs = clock.nowNs();
    }

    @Override
    public void onTransition(Pool pool, int backend, Transition transition) {
        if (transition.kind() == Transition.Kind.PANIC || !mayLog()) {
            return; // said once for the whole pool
        }
        final String name = pool.name() + "/" + pool.backends().get(backend).id();
        if (transition.kind() != Transition.Kind.HEALTH) {
            Logger.info("backend {}: {}: {}", name, transition.kind().word(), transition.reason());
        } else if (transition.to() == Health.UP) {
            Logger.info("backend {} is up: {}", name, transition.reason());
        } else {
            Logger.warn("backend {} is {}: {}", name, transition.to().word(), transition.reason());
        }
    }

    @Override
    public void onPanic(Pool pool, boolean isPanic, int upCount, int count) {
        if (isPanic) {
            Logger.warn("pool {}: panic: {} of {} up, routing to all", pool.name(), upCount, count);
        } else {
            Logger.info("pool {}: no panic any more: {} of {} up", pool.name(), upCount, count);
        }
    }

    @Override
    public void onAdded(Pool pool, int backend) {
        final Backend added = pool.backends().get(backend);
        Logger.info("backend {}/{} was added: {}", pool.name(), added.id(), Url.authority(added.address()));
    }

    @Override
    public void onRemoved(Pool pool, int backend) {
        Logger.info(
                "backend {}/{} was removed",
                pool.name(),
                pool.backends().get(backend).id());
    }

    private boolean mayLog() {
        final long nowNs = clock.nowNs();
        if (nowNs - secondNs >= SECOND_NS) {
            if (suppressed > 0) {
                Logger.warn("{} more lines about backends were suppressed", suppressed);
            }
            secondNs = nowNs;
            lines = 0;
            suppressed = 0;
        }
        if (lines == LINES_PER_SECOND) {
            suppressed++;
            return false;
        }
        lines++;
        return true;
    }
}
