package weir.model;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * An address on which clients are accepted.
 *
 * @param name the key in the file, for messages and metrics
 * @param bind address and port; port 0 lets the system choose
 * @param defaultPool index of the pool that serves what no route matches; -1 = answered with 404
 * @param routes tried in order, first match wins
 * @param forwarding what backends are told about the client
 */
public record Listener(
        String name,
        InetSocketAddress bind,
        int defaultPool,
        List<Route> routes,
        ListenerTimeouts timeouts,
        ListenerLimits limits,
        Forwarding forwarding) {
    public static final Range ROUTES_RANGE = new Range("routes", 0, 10_000);

    public Listener {
        ROUTES_RANGE.check(routes.size());
        routes = List.copyOf(routes);
    }

    /** With the default forwarding. */
    public Listener(
            String name,
            InetSocketAddress bind,
            int defaultPool,
            List<Route> routes,
            ListenerTimeouts timeouts,
            ListenerLimits limits) {
        this(name, bind, defaultPool, routes, timeouts, limits, Forwarding.DEFAULTS);
    }
}
