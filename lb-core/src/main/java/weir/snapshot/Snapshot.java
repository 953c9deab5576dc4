package weir.snapshot;

import java.util.List;
import weir.model.Configuration;
import weir.model.Listener;
import weir.model.Pool;
import weir.route.RouteTable;

/**
 * One generation of facts, the same for every loop. Immutable, any thread.
 *
 * @param generation counts up with each change
 * @param routes compiled, in the order of the configuration's listeners
 */
public record Snapshot(long generation, Configuration configuration, List<RouteTable> routes) {
    public Snapshot {
        routes = List.copyOf(routes);
    }

    public static Snapshot of(Configuration configuration, long generation) {
        final List<RouteTable> routes = configuration.listeners().stream()
                .map(listener -> new RouteTable(listener.routes(), listener.defaultPool()))
                .toList();
        return new Snapshot(generation, configuration, routes);
    }

    public List<Listener> listeners() {
        return configuration.listeners();
    }

    public List<Pool> pools() {
        return configuration.pools();
    }
}
