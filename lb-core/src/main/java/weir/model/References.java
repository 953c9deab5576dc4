package weir.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the parts of a configuration say of each other: names, indexes, addresses. The reader of a file asks the same
 * before it makes one, and tells of lines.
 */
final class References {
    private final List<Listener> listeners;
    private final List<Pool> pools;

    private References(List<Listener> listeners, List<Pool> pools) {
        this.listeners = listeners;
        this.pools = pools;
    }

    static void check(List<Listener> listeners, List<Pool> pools, Admin admin) {
        final References references = new References(listeners, pools);
        distinct("listeners", listeners.stream().map(Listener::name).toList());
        distinct("pools", pools.stream().map(Pool::name).toList());
        references.checkIndexes();
        references.checkFallbacks();
        references.checkBinds(admin);
    }

    private static void distinct(String what, List<String> names) {
        final Set<String> seen = new HashSet<>();
        for (String name : names) {
            Given.check(seen.add(name), what, "two of the name " + name, "one");
        }
    }

    private void checkIndexes() {
        for (Listener listener : listeners) {
            final String path = "listeners." + listener.name();
            final int pool = listener.defaultPool();
            Given.check(pool < pools.size(), path + ".pool", "index " + pool, indexes() + ", or -1 for none");
            for (int i = 0; i < listener.routes().size(); i++) {
                checkIndex(
                        path + ".routes[" + i + "].pool",
                        listener.routes().get(i).pool());
            }
        }
        for (Pool pool : pools) {
            if (pool.fallback() != null && pool.fallback().pool() != Fallback.NO_POOL) {
                checkIndex(
                        "pools." + pool.name() + ".fallback.pool",
                        pool.fallback().pool());
            }
        }
    }

    private void checkIndex(String what, int pool) {
        Given.check(pool >= 0 && pool < pools.size(), what, "index " + pool, indexes());
    }

    private String indexes() {
        return pools.isEmpty() ? "one of a pool, but there are none" : "0.." + (pools.size() - 1);
    }

    /** Fallbacks lead to an end, so that nobody who follows them goes in a circle. */
    private void checkFallbacks() {
        for (Pool pool : pools) {
            Fallback fallback = pool.fallback();
            for (int steps = 0; fallback != null && fallback.pool() != Fallback.NO_POOL; steps++) {
                if (steps == pools.size()) {
                    throw new IllegalArgumentException("fallback: a circle of pools from " + pool.name());
                }
                fallback = pools.get(fallback.pool()).fallback();
            }
        }
    }

    private void checkBinds(Admin admin) {
        final Binds binds = new Binds();
        for (Listener listener : listeners) {
            final String path = "listeners." + listener.name() + ".bind";
            final String other = binds.take(listener.bind(), path);
            Given.check(other == null, path, listener.bind(), "an address of its own, and " + other + " has this one");
        }
        if (admin.isOn()) {
            final String other = binds.take(admin.bind(), "admin.bind");
            Given.check(
                    other == null, "admin.bind", admin.bind(), "an address of its own, and " + other + " has this one");
        }
    }
}
