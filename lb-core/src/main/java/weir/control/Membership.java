package weir.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import weir.model.Backend;
import weir.model.Pool;

/**
 * One pool's backends, and how they may change. A backend keeps its index for as long as it is there, and the index of
 * one that was removed goes to another only when nothing refers to it any more. Immutable, any thread.
 *
 * @param room indexes that there may ever be
 */
public record Membership(Pool pool, int room) {
    /** Why a backend cannot be added; null = it can. */
    public String obstacle(Backend backend, IntPredicate isFree) {
        for (Backend other : pool.backends()) {
            if (!other.isVacant() && other.id().equals(backend.id())) {
                return "the pool has a backend of this id";
            }
            if (!other.isVacant() && other.address().equals(backend.address())) {
                return "the pool has a backend of this address, " + other.id();
            }
        }
        return freeIndex(isFree) < room
                ? null
                : "the pool has room for " + room + " backends until Weir is started again";
    }

    /**
     * The pool with one more.
     *
     * @param isFree whether nothing refers any more to the index of a backend that was removed
     */
    public Pool with(Backend backend, IntPredicate isFree) {
        final List<Backend> backends = new ArrayList<>(pool.backends());
        final int index = freeIndex(isFree);
        if (index == backends.size()) {
            backends.add(backend);
        } else {
            backends.set(index, backend);
        }
        return pool.withBackends(backends);
    }

    private int freeIndex(IntPredicate isFree) {
        for (int i = 0; i < pool.backends().size(); i++) {
            if (pool.backends().get(i).isVacant() && isFree.test(i)) {
                return i;
            }
        }
        return pool.backends().size();
    }

    /** The pool without the backend of that index. */
    public Pool without(int index) {
        final List<Backend> backends = new ArrayList<>(pool.backends());
        backends.set(index, Backend.VACANT);
        return pool.withBackends(backends);
    }
}
