package weir.control;

import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Configuration;
import weir.model.OperatorPoolState;
import weir.model.OperatorState;
import weir.model.Pool;

/**
 * What operators have changed so far, as far as it differs from the configuration, and the file where it is kept, if
 * there is one. Thread: control only.
 */
public final class OperatorStateStore implements ChangeThread.Store {
    private final Configuration configured;
    private final StateFile file;
    private OperatorState state;

    /**
     * @param configured without any changes
     * @param state what has been changed before Weir was started
     * @param file null = none
     */
    public OperatorStateStore(Configuration configured, OperatorState state, StateFile file) {
        this.configured = configured;
        this.state = state;
        this.file = file;
    }

    @Override
    public String save() {
        return file == null ? null : file.save(state);
    }

    public void onState(Pool pool, Backend backend, AdminState wanted) {
        become(pool, of(pool).withState(backend.id(), wanted));
    }

    /** The configured weight is no change, unless checks may report another. */
    public void onWeight(Pool pool, Backend backend, double weight) {
        final boolean differs =
                weight != backend.weight() || pool.health().http().isWeightFromBody();
        become(pool, of(pool).withWeight(backend.id(), differs ? weight : null));
    }

    /** One that was configured, and removed, and is added as it was, is no change. */
    public void onAdded(Pool pool, AddedBackend added, Backend backend) {
        become(pool, isConfigured(pool, backend) ? of(pool).withReturned(backend.id()) : of(pool).withAdded(added));
    }

    private boolean isConfigured(Pool pool, Backend backend) {
        final int index = configured.poolIndex(pool.name());
        return index >= 0 && configured.pools().get(index).backends().contains(backend);
    }

    public void onRemoved(Pool pool, Backend backend) {
        become(pool, of(pool).withRemoved(backend.id(), backend.addressText()));
    }

    /**
     * Forgets a backend that was added before Weir was started, but whose name did not resolve then. False when there
     * is no such backend.
     */
    public boolean forget(String pool, String id) {
        final OperatorPoolState before = state.pool(pool);
        if (before.added().stream().noneMatch(added -> added.id().equals(id))) {
            return false;
        }
        state = state.withPool(pool, before.withRemoved(id, ""));
        return true;
    }

    private OperatorPoolState of(Pool pool) {
        return state.pool(pool.name());
    }

    private void become(Pool pool, OperatorPoolState kept) {
        state = state.withPool(pool.name(), kept);
    }
}
