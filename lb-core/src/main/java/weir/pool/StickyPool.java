package weir.pool;

import java.util.function.Function;
import weir.balance.BackendSet;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.model.Pool;
import weir.route.BackendCookies;
import weir.route.HashKey;

/**
 * How one pool leads its clients to the same backend again, on one loop: by a cookie that it gives them, or by a key
 * that their requests have in common.
 *
 * <p>A key has no table: the highest random weight among the usable backends decides, so all loops agree and nothing is
 * lost by a restart. Thread: owning loop only.
 */
final class StickyPool {
    private Tiers tiers;
    private Picker picker;
    /** Null when a key decides. */
    private BackendCookies cookies;
    /** Null when a cookie decides; so is {@link #byKey}. */
    private final HashKey key;

    private Picker byKey;

    /**
     * @param picker the pool's own, for requests that belong nowhere
     * @param byKey makes one that goes by the highest random weight
     */
    StickyPool(Pool pool, Tiers tiers, Picker picker, Function<BackendSet, Picker> byKey) {
        key = pool.sticky().cookie() != null ? null : new HashKey(pool.sticky().key());
        renew(pool, tiers, picker, byKey);
    }

    /** The pool has got another backend, and with it another picker. Costs a MAC for each backend that has a cookie. */
    void renew(Pool changed, Tiers tiers, Picker picker, Function<BackendSet, Picker> byKey) {
        this.tiers = tiers;
        this.picker = picker;
        cookies = key == null ? new BackendCookies(changed) : null;
        this.byKey = key == null ? null : tiers.picker(byKey);
    }

    BackendCookies cookies() {
        return cookies;
    }

    HashKey key() {
        return key;
    }

    /** The backend that a cookie names, if it takes the request; else {@link Picker#NONE}. */
    int named(int backend, PickContext context) {
        return backend >= 0 && tiers.of(backend).acceptsSticky(backend) && !context.wasTried(backend)
                ? backend
                : Picker.NONE;
    }

    /** The backend of a key among those that are left. O(backends). */
    int keyed(long hash, PickContext context) {
        if (hash == HashKey.NONE) {
            return Picker.NONE;
        }
        final long poolsOwn = context.key();
        context.setKey(hash);
        final int backend = byKey.pick(context);
        context.setKey(poolsOwn);
        return backend;
    }

    void charge(int backend) {
        picker.charge(backend);
    }

    int pickAny(PickContext context) {
        return picker.pick(context);
    }
}
