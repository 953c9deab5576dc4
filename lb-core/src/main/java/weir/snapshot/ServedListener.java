package weir.snapshot;

import weir.model.Listener;
import weir.model.Maintenance;
import weir.route.RouteTable;

/**
 * One listener as all loops have it. Immutable, any thread.
 *
 * @param routes compiled
 * @param maintenance what it answers while it takes no requests; null = it takes them
 */
public record ServedListener(Listener listener, RouteTable routes, Maintenance maintenance) {
    static ServedListener of(Listener listener) {
        return new ServedListener(listener, new RouteTable(listener.routes(), listener.defaultPool()), null);
    }

    ServedListener with(Maintenance next) {
        return new ServedListener(listener, routes, next);
    }
}
