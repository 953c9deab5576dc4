package weir.snapshot;

import weir.model.AdminState;
import weir.model.Health;

/**
 * All that a loop must know about one backend at present, as of this generation. Absolute, so safe to lose, repeat or
 * reorder. Immutable, any thread.
 *
 * @param pool index in the snapshot
 * @param backend index in the pool
 * @param isPanic too few of the pool are up, so its health does not count
 * @param admin what the operator wants, or the backend itself where it may ask to be drained
 * @param weight effective: as configured or overridden, times what slow start leaves of it; 0 = no new clients
 * @param limitShare what slow start leaves of its limit of connections, above 0, up to 1
 * @param generation counts up with each change of this backend; a loop ignores an older one
 */
public record BackendState(
        int pool,
        int backend,
        Health health,
        boolean isPanic,
        AdminState admin,
        double weight,
        double limitShare,
        long generation) {
    public BackendState {
        assert weight >= 0 && weight < Double.POSITIVE_INFINITY : weight;
        assert limitShare > 0 && limitShare <= 1 : limitShare;
    }

    /** New clients may be sent there, as far as its weight lets them. */
    public boolean takesNew() {
        return admin == AdminState.READY && isTrusted();
    }

    /** Clients that are bound to it may be sent there, whatever its weight. */
    public boolean takesSticky() {
        return admin != AdminState.MAINTENANCE && isTrusted();
    }

    private boolean isTrusted() {
        return health == Health.UP || isPanic;
    }

    /** The connections that are kept to it are not to be used again: it has failed, or is to be left alone. */
    public boolean isLeft() {
        return health == Health.DOWN || admin == AdminState.MAINTENANCE;
    }

    /** The same but for the generation, so there is nothing to tell. */
    public boolean saysTheSameAs(BackendState other) {
        return equals(other.withGeneration(generation));
    }

    private BackendState withGeneration(long generation) {
        return new BackendState(pool, backend, health, isPanic, admin, weight, limitShare, generation);
    }
}
