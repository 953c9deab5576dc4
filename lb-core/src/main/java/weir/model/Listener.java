package weir.model;

import java.net.SocketAddress;
import java.util.List;

/**
 * An address on which clients are accepted.
 *
 * @param name the key in the file, for messages and metrics
 * @param bind address and port, where port 0 lets the system choose; or a Unix socket
 * @param defaultPool index of the pool that serves what no route matches; -1 = answered with 404
 * @param routes tried in order, first match wins
 * @param forwarding what backends are told about the client
 * @param mode what is spoken there; without HTTP there are no routes
 * @param redirectStatus with {@link ListenerMode#REDIRECT}: 302 or 307
 * @param proxyProtocol who tells by a PROXY header whom it speaks for; null = nobody
 * @param socketMode permissions of a Unix socket's file
 */
public record Listener(
        String name,
        SocketAddress bind,
        int defaultPool,
        List<Route> routes,
        ListenerTimeouts timeouts,
        ListenerLimits limits,
        Forwarding forwarding,
        ListenerMode mode,
        int redirectStatus,
        ProxyProtocol proxyProtocol,
        int socketMode) {
    /** Owner and group may connect: to connect takes the right to write. */
    public static final int SOCKET_MODE = 0660;

    /** The client repeats its request as it is, whatever its method (RFC 9110 §15.4.8). */
    public static final int REDIRECT_STATUS = 307;

    public static final Range ROUTES_RANGE = new Range("routes", 0, 10_000);

    public Listener {
        ROUTES_RANGE.check(routes.size());
        routes = List.copyOf(routes);
        if (mode == ListenerMode.TCP
                && !routes.stream().allMatch(route -> route.host() != null && route.path() == null)) {
            throw new IllegalArgumentException("mode: tcp has routes by host only");
        }
        if (mode == ListenerMode.TCP && defaultPool < 0 && routes.isEmpty()) {
            throw new IllegalArgumentException("mode: tcp needs a pool or routes");
        }
    }

    /** For HTTP. */
    public Listener(
            String name,
            SocketAddress bind,
            int defaultPool,
            List<Route> routes,
            ListenerTimeouts timeouts,
            ListenerLimits limits,
            Forwarding forwarding) {
        this(
                name,
                bind,
                defaultPool,
                routes,
                timeouts,
                limits,
                forwarding,
                ListenerMode.HTTP,
                REDIRECT_STATUS,
                null,
                SOCKET_MODE);
    }

    /** For HTTP, with the default forwarding. */
    public Listener(
            String name,
            SocketAddress bind,
            int defaultPool,
            List<Route> routes,
            ListenerTimeouts timeouts,
            ListenerLimits limits) {
        this(name, bind, defaultPool, routes, timeouts, limits, Forwarding.DEFAULTS);
    }

    public Listener withMode(ListenerMode mode) {
        return new Listener(
                name,
                bind,
                defaultPool,
                routes,
                timeouts,
                limits,
                forwarding,
                mode,
                redirectStatus,
                proxyProtocol,
                socketMode);
    }

    public Listener withRedirectStatus(int redirectStatus) {
        return new Listener(
                name,
                bind,
                defaultPool,
                routes,
                timeouts,
                limits,
                forwarding,
                mode,
                redirectStatus,
                proxyProtocol,
                socketMode);
    }

    public Listener withProxyProtocol(ProxyProtocol proxyProtocol) {
        return new Listener(
                name,
                bind,
                defaultPool,
                routes,
                timeouts,
                limits,
                forwarding,
                mode,
                redirectStatus,
                proxyProtocol,
                socketMode);
    }
}
