package weir.snapshot;

import weir.balance.Loads;
import weir.model.Pool;
import weir.stats.Results;

/**
 * One pool as all loops have it. Immutable, any thread; so are the cells of what counts, though not what is in them.
 *
 * @param loads what it has in flight
 * @param results how attempts on its backends have ended
 * @param permits what it may have in flight
 */
public record SharedPool(Pool pool, Loads loads, Results results, Permits permits) {
    static SharedPool of(Pool pool, int loops) {
        return new SharedPool(
                pool, new Loads(loops, pool.room()), new Results(loops, pool.room()), Permits.of(pool, loops));
    }

    /**
     * The same with other backends. What counts stays: the room for it was made at the start. Only the first limited
     * backend brings permits that were not there before.
     */
    SharedPool with(Pool next, int loops) {
        assert next.backends().size() <= results.room() : "no room for so many backends";
        final boolean hasNewLimits = next.isLimited() && !permits.isLimited();
        return new SharedPool(next, loads, results, hasNewLimits ? Permits.of(next, loops) : permits);
    }
}
