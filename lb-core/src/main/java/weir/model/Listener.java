package weir.model;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * An address on which clients are accepted. What is asked for once per request stands here itself, and no record in
 * between.
 *
 * @param name the key in the file, for messages and metrics
 * @param entrance where clients connect
 * @param defaultPool index of the pool that serves what no route matches; -1 = answered with 404
 * @param routes tried in order, first match wins
 * @param timeouts of what clients owe
 * @param limits of what they may send
 * @param forwarding what backends learn about the client
 * @param dialect how HTTP is spoken with clients
 * @param service what they get
 * @param pathPolicy null = strict where a route looks at the path, else as it is: nothing depends on it then
 * @param policy what holds for all requests
 * @param identity how they are told apart
 */
public record Listener(
        String name,
        Entrance entrance,
        int defaultPool,
        List<Route> routes,
        ListenerTimeouts timeouts,
        ListenerLimits limits,
        Forwarding forwarding,
        Dialect dialect,
        Service service,
        PathPolicy pathPolicy,
        Policy policy,
        Identity identity) {
    /** What no route matches is answered with 404. */
    public static final int NO_POOL = -1;

    static final Range SOCKET_MODE_RANGE = new Range("socket-mode", 0, 0777);
    /** Owner and group may connect: to connect takes the right to write. */
    public static final int SOCKET_MODE = 0660;

    /** The client repeats its request as it is, whatever its method (RFC 9110 §15.4.8). */
    public static final int REDIRECT_STATUS = 307;

    /** The same for good (RFC 9110 §15.4.9). */
    public static final int HTTPS_REDIRECT_STATUS = 308;

    private static final Set<Integer> REDIRECT_STATUSES = Set.of(301, 302, 307, 308);

    public static final int HTTPS_PORT = 443;
    public static final Range HTTPS_PORT_RANGE = new Range("https-port", 1, 65_535);
    public static final Range ROUTES_RANGE = new Range("routes", 0, 10_000);

    public Listener {
        Given.text("listener", name, Configuration.NAME);
        final String path = "listeners." + name + '.';
        final SocketAddress bind = Given.one(path + "entrance", entrance).bind();
        final ListenerMode mode = Given.one(path + "service", service).mode();
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
        Given.one(path + "policy", policy);
        Given.one(path + "identity", identity);
        pathPolicy = pathPolicy != null ? pathPolicy : usualPolicy(routes);
        Given.check(
                REDIRECT_STATUSES.contains(service.redirectStatus()),
                path + "status",
                service.redirectStatus(),
                "301, 302, 307 or 308");
        if (mode == ListenerMode.TCP && !routes.stream().allMatch(Route::isByHostOnly)) {
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
                new Entrance(bind, SOCKET_MODE, null, null),
                defaultPool,
                routes,
                timeouts,
                limits,
                forwarding,
                Dialect.OF_CLIENTS,
                Service.HTTP,
                null,
                Policy.NONE,
                Identity.NONE);
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

    private static PathPolicy usualPolicy(List<Route> routes) {
        return routes.stream()
                        .anyMatch(route ->
                                route.looksAtPath() || route.policy().rewrite().movesPath())
                ? PathPolicy.STRICT
                : PathPolicy.AS_IS;
    }

    /**
     * Of its own policy and those of its routes together the most that one request meets.
     *
     * @param bytes of a policy
     */
    public int policyBytesMax(ToIntFunction<Policy> bytes) {
        return bytes.applyAsInt(policy)
                + routes.stream().map(Route::policy).mapToInt(bytes).max().orElse(0);
    }

    public Listener withMode(ListenerMode mode) {
        return with(new Service(mode, redirectStatus(), httpsPort()));
    }

    public Listener withRedirectStatus(int redirectStatus) {
        return with(new Service(mode(), redirectStatus, httpsPort()));
    }

    public Listener withHttpsPort(int httpsPort) {
        return with(new Service(mode(), redirectStatus(), httpsPort));
    }

    public Listener withProxyProtocol(ProxyProtocol proxyProtocol) {
        return with(new Entrance(bind(), socketMode(), proxyProtocol, tls()));
    }

    public Listener withTls(Tls tls) {
        return with(new Entrance(bind(), socketMode(), proxyProtocol(), tls));
    }

    public Listener withDialect(Dialect dialect) {
        return with(entrance, dialect, service, policy, identity);
    }

    public Listener withPolicy(Policy policy) {
        return with(entrance, dialect, service, policy, identity);
    }

    public Listener withIdentity(Identity identity) {
        return with(entrance, dialect, service, policy, identity);
    }

    private Listener with(Entrance entrance) {
        return with(entrance, dialect, service, policy, identity);
    }

    private Listener with(Service service) {
        return with(entrance, dialect, service, policy, identity);
    }

    private Listener with(Entrance entrance, Dialect dialect, Service service, Policy policy, Identity identity) {
        return new Listener(
                name,
                entrance,
                defaultPool,
                routes,
                timeouts,
                limits,
                forwarding,
                dialect,
                service,
                pathPolicy,
                policy,
                identity);
    }

    // --- what the groups have in them

    public SocketAddress bind() {
        return entrance.bind();
    }

    public int socketMode() {
        return entrance.socketMode();
    }

    public ProxyProtocol proxyProtocol() {
        return entrance.proxyProtocol();
    }

    public Tls tls() {
        return entrance.tls();
    }

    public ListenerMode mode() {
        return service.mode();
    }

    public int redirectStatus() {
        return service.redirectStatus();
    }

    public int httpsPort() {
        return service.httpsPort();
    }
}
