package weir.app;

import java.util.List;
import weir.health.HealthMonitor;
import weir.health.Transition;
import weir.model.Pool;
import weir.snapshot.BackendState;

/** Passes what happens to backends on to several. Thread: probe loop. */
record HealthListeners(List<HealthMonitor.Listener> listeners) implements HealthMonitor.Listener {
    @Override
    public void onTransition(Pool pool, int backend, Transition transition) {
        listeners.forEach(listener -> listener.onTransition(pool, backend, transition));
    }

    @Override
    public void onPanic(Pool pool, boolean isPanic, int upCount, int count) {
        listeners.forEach(listener -> listener.onPanic(pool, isPanic, upCount, count));
    }

    @Override
    public void onAdded(Pool pool, int backend) {
        listeners.forEach(listener -> listener.onAdded(pool, backend));
    }

    @Override
    public void onRemoved(Pool pool, int backend) {
        listeners.forEach(listener -> listener.onRemoved(pool, backend));
    }

    @Override
    public void onState(Pool pool, BackendState before, BackendState now, String reason) {
        listeners.forEach(listener -> listener.onState(pool, before, now, reason));
    }
}
