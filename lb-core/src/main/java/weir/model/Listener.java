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
 * @param mode what is spoken there; without HTTP there are no routes
 * @param redirectStatus with {@link ListenerMode#REDIRECT} 302 or 307, with {@link ListenerMode#HTTPS_REDIRECT} 301 or 308
 * @param tls null = connections are plain
 * @param httpsPort with {@link ListenerMode#HTTPS_REDIRECT}: where clients are sent
 */
public record Listener(
        String name,
        InetSocketAddress bind,
        int defaultPool,
        List<Route> routes,
        ListenerTimeouts timeouts,
        ListenerLimits limits,
        Forwarding forwarding,
        ListenerMode mode,
        int redirectStatus,
        Tls tls,
        int httpsPort) {
    /** The client repeats its request as it is, whatever its method (RFC 9110 §15.4.8). */
    public static final int REDIRECT_STATUS = 307;

    /** The same for good (RFC 9110 §15.4.9). */
    public static final int HTTPS_REDIRECT_STATUS = 308;

    public static final int HTTPS_PORT = 443;
    public static final Range HTTPS_PORT_RANGE = new Range("https-port", 1, 65_535);
    public static final Range ROUTES_RANGE = new Range("routes", 0, 10_000);

    public Listener {
        ROUTES_RANGE.check(routes.size());
        HTTPS_PORT_RANGE.check(httpsPort);
        routes = List.copyOf(routes);
        if (mode == ListenerMode.TCP && (defaultPool < 0 || !routes.isEmpty())) {
            throw new IllegalArgumentException("mode: tcp needs a pool and has no routes");
        }
    }

    /** Without TLS. */
    public Listener(
            String name,
            InetSocketAddress bind,
            int defaultPool,
            List<Route> routes,
            ListenerTimeouts timeouts,
            ListenerLimits limits,
            Forwarding forwarding,
            ListenerMode mode,
            int redirectStatus) {
        this(name, bind, defaultPool, routes, timeouts, limits, forwarding, mode, redirectStatus, null, HTTPS_PORT);
    }

    /** For HTTP. */
    public Listener(
            String name,
            InetSocketAddress bind,
            int defaultPool,
            List<Route> routes,
            ListenerTimeouts timeouts,
            ListenerLimits limits,
            Forwarding forwarding) {
        this(name, bind, defaultPool, routes, timeouts, limits, forwarding, ListenerMode.HTTP, REDIRECT_STATUS);
    }

    /** For HTTP, with the default forwarding. */
    public Listener(
            String name,
            InetSocketAddress bind,
            int defaultPool,
            List<Route> routes,
            ListenerTimeouts timeouts,
            ListenerLimits limits) {
        this(name, bind, defaultPool, routes, timeouts, limits, Forwarding.DEFAULTS);
    }

    public Listener withMode(ListenerMode mode) {
        return new Listener(
                name, bind, defaultPool, routes, timeouts, limits, forwarding, mode, redirectStatus, tls, httpsPort);
    }

    public Listener withTls(Tls tls) {
        return new Listener(
                name, bind, defaultPool, routes, timeouts, limits, forwarding, mode, redirectStatus, tls, httpsPort);
    }

    public Listener withHttpsPort(int httpsPort) {
        return new Listener(
                name, bind, defaultPool, routes, timeouts, limits, forwarding, mode, redirectStatus, tls, httpsPort);
    }

    public Listener withRedirectStatus(int redirectStatus) {
        return new Listener(
                name, bind, defaultPool, routes, timeouts, limits, forwarding, mode, redirectStatus, tls, httpsPort);
    }
}
