package weir.model;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * An address on which clients are accepted.
 *
 * @param name the key in the file, for messages and metrics
 * @param bind address and port, where port 0 lets the system choose; or a Unix socket
 * @param defaultPool index of the pool that serves what no route matches; -1 = answered with 404
 * @param routes tried in order, first match wins
 * @param forwarding what backends are told about the client
 * @param mode what is spoken there; without HTTP there are no routes
 * @param redirectStatus with {@link ListenerMode#REDIRECT} 302 or 307, with {@link ListenerMode#HTTPS_REDIRECT} 301 or 308
 * @param proxyProtocol who tells by a PROXY header whom it speaks for; null = nobody
 * @param socketMode permissions of a Unix socket's file
 * @param tls null = connections are plain
 * @param httpsPort with {@link ListenerMode#HTTPS_REDIRECT}: where clients are sent
 * @param dialect how HTTP is spoken with clients
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
        int socketMode,
        Tls tls,
        int httpsPort,
        Dialect dialect) {
    /** What no route matches is answered with 404. */
    public static final int NO_POOL = -1;

    private static final Range SOCKET_MODE_RANGE = new Range("socket-mode", 0, 0777);
    /** Owner and group may connect: to connect takes the right to write. */
    public static final int SOCKET_MODE = 0660;

    /** The client repeats its request as it is, whatever its method (RFC 9110 §15.4.8). */
    public static final int REDIRECT_STATUS = 307;

    /** The same for good (RFC 9110 §15.4.9). */
    public static final int HTTPS_REDIRECT_STATUS = 308;

    public static final int HTTPS_PORT = 443;
    public static final Range HTTPS_PORT_RANGE = new Range("https-port", 1, 65_535);
    public static final Range ROUTES_RANGE = new Range("routes", 0, 10_000);

    public Listener {
        Given.text("listener", name, Configuration.NAME);
        final String path = "listeners." + name + '.';
        Given.one(path + "bind", bind);
        Given.check(
                !(bind instanceof InetSocketAddress internet && internet.isUnresolved()),
                path + "bind",
                bind,
                "an address, or a name that resolves");
        Given.check(defaultPool >= NO_POOL, path + "pool", "index " + defaultPool, "that of a pool, or -1 for none");
        routes = Given.list(path + "routes", routes);
        ROUTES_RANGE.check(routes.size());
        Given.one(path + "timeouts", timeouts);
        Given.one(path + "limits", limits);
        Given.one(path + "forwarded", forwarding);
        Given.one(path + "mode", mode);
        Given.one(path + "accept", dialect);
        SOCKET_MODE_RANGE.check(socketMode);
        HTTPS_PORT_RANGE.check(httpsPort);
        Given.check(
                redirectStatus == 301 || redirectStatus == 302 || redirectStatus == 307 || redirectStatus == 308,
                path + "status",
                redirectStatus,
                "301, 302, 307 or 308");
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
                SOCKET_MODE,
                null,
                HTTPS_PORT,
                Dialect.OF_CLIENTS);
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
        return with(copy -> copy.mode = mode);
    }

    public Listener withRedirectStatus(int redirectStatus) {
        return with(copy -> copy.redirectStatus = redirectStatus);
    }

    public Listener withProxyProtocol(ProxyProtocol proxyProtocol) {
        return with(copy -> copy.proxyProtocol = proxyProtocol);
    }

    public Listener withTls(Tls tls) {
        return with(copy -> copy.tls = tls);
    }

    public Listener withHttpsPort(int httpsPort) {
        return with(copy -> copy.httpsPort = httpsPort);
    }

    public Listener withDialect(Dialect dialect) {
        return with(copy -> copy.dialect = dialect);
    }

    private Listener with(Consumer<Copy> change) {
        final Copy copy = new Copy(this);
        change.accept(copy);
        return copy.toListener();
    }

    /** A listener in the making, as {@link Pool} has it. */
    private static final class Copy {
        private final String name;
        private final SocketAddress bind;
        private final int defaultPool;
        private final List<Route> routes;
        private final ListenerTimeouts timeouts;
        private final ListenerLimits limits;
        private final Forwarding forwarding;
        private ListenerMode mode;
        private int redirectStatus;
        private ProxyProtocol proxyProtocol;
        private final int socketMode;
        private Tls tls;
        private int httpsPort;
        private Dialect dialect;

        Copy(Listener of) {
            name = of.name;
            bind = of.bind;
            defaultPool = of.defaultPool;
            routes = of.routes;
            timeouts = of.timeouts;
            limits = of.limits;
            forwarding = of.forwarding;
            mode = of.mode;
            redirectStatus = of.redirectStatus;
            proxyProtocol = of.proxyProtocol;
            socketMode = of.socketMode;
            tls = of.tls;
            httpsPort = of.httpsPort;
            dialect = of.dialect;
        }

        Listener toListener() {
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
                    socketMode,
                    tls,
                    httpsPort,
                    dialect);
        }
    }
}
