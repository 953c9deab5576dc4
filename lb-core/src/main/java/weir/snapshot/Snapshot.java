package weir.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import weir.model.Configuration;
import weir.model.Listener;
import weir.model.Maintenance;
import weir.model.Pool;

/**
 * One generation of facts, the same for every loop: listeners with their routes, pools with what counts. Whoever starts
 * something asks for them then, and goes by what it has got to its end. Immutable, any thread; {@code hosts} and
 * {@code limits} are, too, though not what is in their cells.
 *
 * @param generation counts up with each change
 * @param served in the order of the configuration's listeners
 * @param shared in the order of the configuration's pools
 * @param hosts where the names of backends lead to
 * @param limits what requests may do
 */
public record Snapshot(
        long generation,
        Configuration configuration,
        List<ServedListener> served,
        List<SharedPool> shared,
        ResolvedHosts hosts,
        Limits limits) {
    public Snapshot {
        served = List.copyOf(served);
        shared = List.copyOf(shared);
    }

    public static Snapshot of(Configuration configuration, long generation) {
        final Limits limits = Limits.of(configuration);
        return new Snapshot(
                generation,
                configuration,
                configuration.listeners().stream()
                        .map(listener -> ServedListener.of(listener, limits))
                        .toList(),
                configuration.pools().stream()
                        .map(pool -> SharedPool.of(pool, configuration.loops()))
                        .toList(),
                new ResolvedHosts(),
                limits);
    }

    /** The next generation, in which that pool has other backends. */
    public Snapshot withPool(int index, Pool pool) {
        final List<Pool> pools = new ArrayList<>(pools());
        pools.set(index, pool);
        final List<SharedPool> next = new ArrayList<>(shared);
        next.set(index, shared.get(index).with(pool, configuration.loops()));
        return new Snapshot(generation + 1, configuration.withPools(pools), served, next, hosts, limits);
    }

    /**
     * The next generation, in which these listeners are in maintenance, or are not.
     *
     * @param which by their index
     * @param maintenance null = they take requests again
     */
    public Snapshot withMaintenance(IntPredicate which, Maintenance maintenance) {
        final List<ServedListener> next = new ArrayList<>(served);
        for (int i = 0; i < next.size(); i++) {
            if (which.test(i)) {
                next.set(i, next.get(i).with(maintenance));
            }
        }
        return new Snapshot(generation + 1, configuration, next, shared, hosts, limits);
    }

    public ServedListener listener(int index) {
        return served.get(index);
    }

    public SharedPool pool(int index) {
        return shared.get(index);
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
