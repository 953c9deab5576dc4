package weir.snapshot;

import weir.model.Listener;
import weir.model.Maintenance;
import weir.route.RouteTable;

/**
 * One listener as all loops have it. Immutable, any thread.
 *
 * @param routes compiled
 * @param door who may connect; null = everybody, as often as they like
 * @param maintenance what it answers while it takes no requests; null = it takes them
 */
public record ServedListener(Listener listener, RouteTable routes, Doorkeeper door, Maintenance maintenance) {
    static ServedListener of(Listener listener, Limits limits) {
        return new ServedListener(
                listener,
                new RouteTable(listener.routes(), listener.defaultPool()),
                Doorkeeper.of(listener, limits.of(listener.policy().clients())),
                null);
    }

    ServedListener with(Maintenance next) {
        return new ServedListener(listener, routes, door, next);
    }
}
