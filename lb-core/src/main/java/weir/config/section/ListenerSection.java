package weir.config.section;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.ListenAddress;
import weir.config.value.Located;
import weir.config.value.Location;
import weir.config.value.PoolReference;
import weir.config.value.Quoted;
import weir.config.value.Text;
import weir.config.value.ToleranceList;
import weir.http.Tolerance;
import weir.model.Cors;
import weir.model.Dialect;
import weir.model.Entrance;
import weir.model.Forwarding;
import weir.model.Identity;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerMode;
import weir.model.ListenerTimeouts;
import weir.model.Match;
import weir.model.MinRate;
import weir.model.PathPolicy;
import weir.model.Policy;
import weir.model.ProxyProtocol;
import weir.model.RequestIds;
import weir.model.Route;
import weir.model.SecurityHeaders;
import weir.model.Service;
import weir.model.Tls;
import weir.model.TraceContext;

/** {@code listeners.<name>}. */
public final class ListenerSection extends SectionType<Listener> {
    private static final int OCTAL = 8;
    private static final Set<Integer> HTTPS_REDIRECT_STATUSES = Set.of(301, 308);
    private static final String WITH_TCP = " with mode: tcp";

    private final Key<SocketAddress> bind = required("bind", new ListenAddress());
    private final Key<ListenerMode> mode =
            optional("mode", new EnumValue<>(ListenerMode.values(), ListenerMode::word), ListenerMode.HTTP);
    private final Key<Integer> pool = optional("pool", new PoolReference());
    private final Key<List<Located<Route>>> routes =
            optional("routes", new ListOf<>(new RouteSection(), Listener.ROUTES_RANGE), List.of());
    private final Key<ListenerTimeouts> timeouts =
            optional("timeouts", new ListenerTimeoutsSection(), ListenerTimeouts.DEFAULTS);
    private final Key<MinRate> minRate = optional("min-rate", new MinRateSection(), MinRate.DEFAULTS);
    private final Key<ListenerLimits> limits = optional("limits", new ListenerLimitsSection(), ListenerLimits.DEFAULTS);

    private final ForwardingKeys forwarding = new ForwardingKeys(this);

    private final Key<ProxyProtocol> proxyProtocol = optional("proxy-protocol", new ProxyProtocolSection());

    private final Key<String> socketMode = optional(
            "socket-mode", new Text("[0-7]{3}", "three octal digits"), Integer.toOctalString(Listener.SOCKET_MODE));

    private final Key<Integer> status =
            optional("status", new EnumValue<>(new Integer[] {307, 302, 308, 301}, String::valueOf));
    private final Key<Tls> tls = optional("tls", new TlsSection());
    private final Key<Long> httpsPort = count(Listener.HTTPS_PORT_RANGE, Listener.HTTPS_PORT);

    private final Key<List<Tolerance>> accept = optional(
            Dialect.ACCEPT_RANGE.key(),
            ToleranceList.of(Tolerance.FOR_REQUESTS),
            List.copyOf(Dialect.OF_CLIENTS.accept()));
    private final Key<Boolean> via = onOff("via", Dialect.OF_CLIENTS.addsVia());

    private final Key<PathPolicy> pathPolicy =
            optional("path-policy", new EnumValue<>(PathPolicy.values(), PathPolicy::word));

    private final AccessKeys access = new AccessKeys(this);
    private final PolicyKeys policy = new PolicyKeys(this, SecurityHeaders.ON, SecurityHeaders.OFF);
    private final Key<Cors> cors = optional("cors", new CorsSection(), Cors.NONE);
    private final Key<RequestIds> requestId = optional("request-id", new RequestIdSection());
    private final Key<TraceContext> traceContext = optional("trace-context", new TraceContextSection());

    @Override
    Listener build(Section section) {
        final SocketAddress bind = section.get(this.bind);
        final ListenerMode mode = section.get(this.mode);
        final Integer pool = section.get(this.pool);
        final PathPolicy pathPolicy = section.get(this.pathPolicy);
        final List<Located<Route>> located = section.get(this.routes);
        final List<Route> routes = routes(section, located, mode, pathPolicy, bind);
        final int redirectStatus = redirectStatus(section, mode);
        final Tls tls = tls(section, mode);
        final int httpsPort = section.getInt(this.httpsPort);
        final ListenerTimeouts timeouts = section.get(this.timeouts).withMinRate(section.get(minRate));
        final ListenerLimits limits = section.get(this.limits);
        if (mode == ListenerMode.TCP) {
            refuseHttp(section, routes);
        } else if (mode == ListenerMode.HTTPS_REDIRECT) {
            refuseBesideRedirect(section);
        }
        final Policy shared = this.policy.read(section);
        final Policy policy =
                shared.withAccess(shared.access().withCors(section.get(cors))).withClients(access.read(section));
        final Identity identity = new Identity(section.get(requestId), section.get(traceContext));
        final Forwarding forwarding = this.forwarding.read(section);
        final ProxyProtocol proxyProtocol = section.get(this.proxyProtocol);
        final Dialect dialect = new Dialect(Set.copyOf(section.get(accept)), section.get(via));
        if (bind == null) {
            return null;
        }
        final int socketMode = Integer.parseInt(section.get(this.socketMode), OCTAL);
        if (section.has(this.socketMode) && !(bind instanceof UnixDomainSocketAddress)) {
            section.at(this.socketMode).refuse("socket-mode without a Unix socket", "it with bind: unix:/path only");
        }
        takeBind(bind, section.at(this.bind));
        if (!section.isFine()) {
            return null; // the record refuses what contradicts itself, as after a problem it may
        }
        if (mode != ListenerMode.TCP) {
            new IdlePolicy(mode, bind, proxyProtocol != null || this.forwarding.hasTrusted(section))
                    .warn(section.location(), policy, located);
        }
        return new Listener(
                section.location().name(),
                new Entrance(bind, socketMode, proxyProtocol, tls),
                pool == null ? Listener.NO_POOL : pool,
                routes,
                timeouts,
                limits,
                forwarding,
                dialect,
                new Service(mode, redirectStatus, httpsPort),
                pathPolicy,
                identity.requestIds() == null ? policy : identity.requestIds().before(policy),
                identity);
    }

    private int redirectStatus(Section section, ListenerMode mode) {
        final Integer read = section.get(status);
        final boolean isToHttps = mode == ListenerMode.HTTPS_REDIRECT;
        if (section.isBad(this.mode)) {
            return Listener.REDIRECT_STATUS; // what goes with it is not known
        }
        if (section.has(httpsPort) && !isToHttps) {
            section.at(httpsPort).refuse("https-port with mode: " + mode.word(), "it with mode: https-redirect only");
        }
        if (read == null) {
            return isToHttps ? Listener.HTTPS_REDIRECT_STATUS : Listener.REDIRECT_STATUS;
        }
        if (mode != ListenerMode.REDIRECT && !isToHttps) {
            section.at(status)
                    .refuse("status with mode: " + mode.word(), "it with mode: redirect or https-redirect only");
        } else if (isToHttps != HTTPS_REDIRECT_STATUSES.contains(read)) {
            section.at(status)
                    .refuse(
                            Quoted.text(String.valueOf(read)) + " with mode: " + mode.word(),
                            isToHttps ? "308 or 301" : "307 or 302");
        }
        return read;
    }

    /** Null without TLS, and after a problem. */
    private Tls tls(Section section, ListenerMode mode) {
        final Tls read = section.get(tls);
        if (section.has(tls) && section.at(tls).entries() != null && !section.isBad(this.mode)) {
            TlsSection.refuseForMode(section.at(tls), mode == ListenerMode.TCP);
        }
        return read == null || mode == ListenerMode.TCP ? read : read.withApplicationProtocols(Tls.HTTP);
    }

    /** It answers what no route takes with its own URL, over a plain connection. */
    private void refuseBesideRedirect(Section section) {
        for (Key<?> key : List.of(pool, tls)) {
            if (section.has(key)) {
                section.at(key).refuse(key.name() + " with mode: https-redirect", "a listener without it");
                return;
            }
        }
    }

    /**
     * What has no meaning without HTTP is refused where something else would be done than was asked for, and warned of
     * where it is only idle.
     */
    private void refuseHttp(Section section, List<Route> routes) {
        final Stream<Key<?>> ofRequests = Stream.of(accept, via, minRate, pathPolicy, cors, requestId, traceContext);
        Stream.concat(forwarding.all().stream(), ofRequests)
                .filter(section::has)
                .forEach(key -> section.at(key).refuse(key.name() + WITH_TCP, "it with mode: http only"));
        if (policy.first(section) != null) {
            section.at(policy.first(section))
                    .refuse(policy.first(section).name() + WITH_TCP, "it with mode: http only");
        }
        if (section.has(pool)) {
            refusePoolWithHttp(section.at(pool).text(), section.at(pool));
        }
        for (Route route : routes) {
            for (int pool : route.action().pools()) {
                refusePoolWithHttp(section.location().context().poolName(pool), section.at(this.routes));
            }
        }
        final Set<String> used = new HashSet<>(Set.of("tunnel"));
        if (section.has(proxyProtocol) || section.has(this.routes)) {
            used.add("head");
        }
        warnOfAllBut(section, timeouts, used);
        warnOfAllBut(section, limits, Set.of("connections", "connections-per-client"));
    }

    private static void refusePoolWithHttp(String pool, Location location) {
        final String needed = HttpOnlyFeatures.of(pool, location.context());
        if (needed != null) {
            location.refuse(Quoted.text(pool) + WITH_TCP + ", whose " + needed + " needs HTTP", "a pool without it");
        }
    }

    private static void warnOfAllBut(Section section, Key<?> key, Set<String> used) {
        if (section.has(key) && !section.isBad(key) && section.at(key).entries() != null) {
            final List<String> idle = new ArrayList<>(section.at(key).keys());
            idle.removeAll(used);
            if (!idle.isEmpty()) {
                section.at(key).warn("no effect" + WITH_TCP + ": " + Quoted.bare(String.join(", ", idle)));
            }
        }
    }

    private List<Route> routes(
            Section section, List<Located<Route>> located, ListenerMode mode, PathPolicy policy, SocketAddress bind) {
        if (section.isBad(this.mode)) {
            return List.of();
        }
        if (mode != ListenerMode.HTTPS_REDIRECT
                && !section.has(pool)
                && !section.isMeant(pool)
                && !section.isMeant(this.routes)
                && (!section.has(this.routes) || section.at(this.routes).isEmptyList())) {
            section.location().refuse("neither pool nor routes", "at least one of the two");
        }
        final List<Located<Route>> earlier = new ArrayList<>();
        final List<Route> routes = new ArrayList<>();
        for (Located<Route> route : located) {
            if (RouteSection.isBySni(route) != (mode == ListenerMode.TCP)) {
                route.location()
                        .refuse(
                                (mode != ListenerMode.TCP
                                                ? "sni"
                                                : route.value().takesAll() ? "no sni" : "host or path")
                                        + " with mode: " + mode.word(),
                                mode == ListenerMode.TCP ? "sni" : "host and path");
                continue;
            }
            if (!section.isBad(this.routes)) { // one that has lost its host to a mistake hides others
                warnIfHidden(route, earlier);
            }
            refuseNameOfAnother(route, earlier);
            if (RedirectLoop.isCertain(route.value(), routes, bind, section.has(tls))) {
                route.location()
                        .refuse(
                                "a redirect whose target this route takes again",
                                "one that leads to another route, or to another address");
            }
            earlier.add(route);
            if (policy != PathPolicy.AS_IS) {
                refusePathThatIsNeverCompared(route);
            } else if (route.value().policy().rewrite().movesPath()) {
                route.location()
                        .warn("rewrite with path-policy: as-is: a path with /../ leads out of where it is moved to");
            }
            routes.add(route.value());
        }
        if (section.has(pool) && !section.isBad(this.routes)) {
            earlier.stream()
                    .filter(route -> route.value().takesAll())
                    .findFirst()
                    .ifPresent(route -> section.at(pool)
                            .warn("no request comes to this pool: the route of line "
                                    + route.location().line() + " takes all"));
        }
        return routes;
    }

    private static void refuseNameOfAnother(Located<Route> route, List<Located<Route>> earlier) {
        final String name = route.value().name();
        for (Located<Route> other : name == null ? List.<Located<Route>>of() : earlier) {
            if (name.equals(other.value().name())) {
                route.location()
                        .refuse(
                                "the name " + Quoted.text(name) + ", which the route of line "
                                        + other.location().line() + " has",
                                "a name of its own");
            }
        }
    }

    /** Of a policy that is not written, too: it is strict where a route looks at the path. */
    private static void refusePathThatIsNeverCompared(Located<Route> route) {
        final List<Match> all = new ArrayList<>(route.value().not());
        all.add(route.value().match());
        for (Match match : all) {
            final String path = match.path();
            final String compared = path == null ? null : PathPolicy.STRICT.compared(path);
            if (path != null && !path.equals(compared)) {
                route.location()
                        .refuse(
                                "the path " + Quoted.text(path) + " with path-policy: strict",
                                compared != null
                                        ? Quoted.text(compared) + ", which requests with it are compared as"
                                        : "a path that has one reading, or path-policy: as-is");
            }
        }
    }

    /** O(routes), each of which is told apart from most others by its host. */
    private static void warnIfHidden(Located<Route> route, List<Located<Route>> earlier) {
        for (Located<Route> other : earlier) {
            if (other.value().hides(route.value())) {
                route.location()
                        .warn("an earlier route takes all requests of this one: that of line "
                                + other.location().line());
                return;
            }
        }
    }

    /** Reports an address that another listener has. */
    public static void takeBind(SocketAddress bind, Location location) {
        location.context().addListener(bind, location);
        final String other = location.context().binds().take(bind, location.path());
        if (other != null) {
            location.refuse(
                    Quoted.text(location.text()) + ", which " + other + " has already", "an address of its own");
        }
    }
}
