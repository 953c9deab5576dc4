package weir.model;

import java.net.SocketAddress;
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
            if (!seen.add(name)) {
                throw Given.refusal(what, "two of the name " + name, "one");
            }
        }
    }

    private void checkIndexes() {
        for (Listener listener : listeners) {
            final int pool = listener.defaultPool();
            if (pool >= pools.size()) {
                throw Given.refusal(
                        "listeners." + listener.name() + ".pool", "index " + pool, indexes() + ", or -1 for none");
            }
            for (int i = 0; i < listener.routes().size(); i++) {
                for (int ofRoute : listener.routes().get(i).action().pools()) {
                    if (!isIndex(ofRoute)) {
                        throw notAnIndex("listeners." + listener.name() + ".routes[" + i + "].pool", ofRoute);
                    }
                }
            }
        }
        for (Pool pool : pools) {
            final Fallback fallback = pool.fallback();
            if (fallback != null && fallback.pool() != Fallback.NO_POOL && !isIndex(fallback.pool())) {
                throw notAnIndex("pools." + pool.name() + ".fallback.pool", fallback.pool());
            }
        }
    }

    private boolean isIndex(int pool) {
        return pool >= 0 && pool < pools.size();
    }

    private IllegalArgumentException notAnIndex(String what, int pool) {
        return Given.refusal(what, "index " + pool, indexes());
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
            if (other != null) {
                throw taken(path, listener.bind(), other);
            }
        }
        if (admin.isOn()) {
            final String other = binds.take(admin.bind(), "admin.bind");
            if (other != null) {
                throw taken("admin.bind", admin.bind(), other);
            }
        }
    }

    private static IllegalArgumentException taken(String what, SocketAddress bind, String other) {
        return Given.refusal(what, bind, "an address of its own, and " + other + " has this one");
    }
}
