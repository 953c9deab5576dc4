package weir.snapshot;

import weir.model.Listener;
import weir.route.RouteTable;

/**
 * One listener as all loops have it. Immutable, any thread.
 *
 * @param routes compiled
 */
public record ServedListener(Listener listener, RouteTable routes) {
    static ServedListener of(Listener listener) {
        return new ServedListener(listener, new RouteTable(listener.routes(), listener.defaultPool()));
    }
}
