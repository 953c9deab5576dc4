package weir.app;

import org.tinylog.Logger;
import weir.health.Probe;
import weir.model.Pool;

/** Says when a backend goes down or comes back. Thread: probe loop. */
final class HealthLog implements Probe.Listener {
    @Override
    public void onChange(Pool pool, int backend, boolean isUp, String reason) {
        final String name = pool.name() + "/" + pool.backends().get(backend).id();
        if (isUp) {
            Logger.info("backend {} is up: {}", name, reason);
        } else {
            Logger.warn("backend {} is down: {}", name, reason);
        }
    }
}
