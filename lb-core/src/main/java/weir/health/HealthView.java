package weir.health;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import weir.model.Pool;

/**
 * What the probe loop knows, published: one immutable status per backend, replaced as a whole.
 *
 * <p>Any thread may read, without waiting; only the probe loop writes.
 */
public final class HealthView {
    private final List<AtomicReferenceArray<BackendStatus>> pools = new ArrayList<>();

    HealthView(List<Pool> pools) {
        for (Pool pool : pools) {
            this.pools.add(new AtomicReferenceArray<>(pool.room()));
        }
    }

    /** @param status null = the backend was removed */
    void publish(int pool, int backend, BackendStatus status) {
        pools.get(pool).setRelease(backend, status);
    }

    /** The status of one backend, by its indexes in the snapshot; null when there is none. */
    public BackendStatus status(int pool, int backend) {
        return pools.get(pool).getAcquire(backend);
    }

    /** All of a pool, in the order of the configuration; each was true a moment ago. */
    public List<BackendStatus> statuses(int pool) {
        final List<BackendStatus> statuses = new ArrayList<>();
        for (int i = 0; i < pools.get(pool).length(); i++) {
            final BackendStatus status = status(pool, i);
            if (status != null) {
                statuses.add(status);
            }
        }
        return statuses;
    }

    /** Too few of the pool are up, so all of it is used. */
    public boolean isPanic(int pool) {
        final List<BackendStatus> statuses = statuses(pool);
        return !statuses.isEmpty() && statuses.get(0).isPanic();
    }
}
