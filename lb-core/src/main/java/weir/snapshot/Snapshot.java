package weir.snapshot;

import java.util.ArrayList;
import java.util.List;
import weir.balance.Loads;
import weir.model.Configuration;
import weir.model.Listener;
import weir.model.Pool;
import weir.route.RouteTable;
import weir.stats.Results;

/**
 * One generation of facts, the same for every loop. Immutable, any thread; so are the cells of {@code loads}, {@code results}, {@code permits} and {@code hosts}, though not
 * what is in them.
 *
 * @param generation counts up with each change
 * @param routes compiled, in the order of the configuration's listeners
 * @param loads what each pool has in flight, in the order of the configuration's pools
 * @param results how attempts on each pool's backends have ended, in the same order
 * @param permits what each pool may have in flight, in the same order
 * @param hosts where the names of backends lead to
 */
public record Snapshot(
        long generation,
        Configuration configuration,
        List<RouteTable> routes,
        List<Loads> loads,
        List<Results> results,
        List<Permits> permits,
        HostBook hosts) {
    public Snapshot {
        routes = List.copyOf(routes);
        loads = List.copyOf(loads);
        results = List.copyOf(results);
        permits = List.copyOf(permits);
    }

    public static Snapshot of(Configuration configuration, long generation) {
        final List<RouteTable> routes = configuration.listeners().stream()
                .map(listener -> new RouteTable(listener.routes(), listener.defaultPool()))
                .toList();
        final List<Loads> loads = configuration.pools().stream()
                .map(pool -> new Loads(configuration.loops(), pool.room()))
                .toList();
        final List<Results> results = configuration.pools().stream()
                .map(pool -> new Results(configuration.loops(), pool.room()))
                .toList();
        final List<Permits> permits = configuration.pools().stream()
                .map(pool -> Permits.of(pool, configuration.loops()))
                .toList();
        return new Snapshot(generation, configuration, routes, loads, results, permits, new HostBook());
    }

    /**
     * The next generation, in which that pool has other backends. What counts stays the same: the room for it was made at the start. Only a pool's first limited backend brings
     * permits that were not there before.
     */
    public Snapshot withPool(int index, Pool pool) {
        assert pool.backends().size() <= results.get(index).room() : "no room for so many backends";
        final List<Pool> pools = new ArrayList<>(pools());
        pools.set(index, pool);
        final List<Permits> permits = new ArrayList<>(this.permits);
        if (pool.isLimited() && !permits.get(index).isLimited()) {
            permits.set(index, Permits.of(pool, configuration.loops()));
        }
        return new Snapshot(generation + 1, configuration.withPools(pools), routes, loads, results, permits, hosts);
    }

    public List<Listener> listeners() {
        return configuration.listeners();
    }

    public List<Pool> pools() {
        return configuration.pools();
    }

    /** As {@link Configuration#poolIndex}. */
    public int poolIndex(String name) {
        return configuration.poolIndex(name);
    }
}
