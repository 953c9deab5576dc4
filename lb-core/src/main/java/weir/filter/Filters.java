package weir.filter;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import weir.http.LocalReply;
import weir.model.Access;
import weir.model.HeaderRules;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.model.Maintenance;
import weir.model.Policy;
import weir.model.Pool;
import weir.model.Route;
import weir.route.RouteTable;

/**
 * The filters of one listener, of its routes and of each pool behind it, compiled into rows. The order of a row is the
 * order in which its filters work.
 *
 * <p>To add a filter: its class, and its line in a row here. A filter that a listener, a route or a pool does not use
 * is null here, and so not in the row. One that is made per listener, route or pool says when it equals another, so
 * that {@link SharedRows} has their rows once: routes without a policy have the listener's.
 *
 * <pre>
 *   request head complete --> beforeRoute --> route --> onRoute --> pool --> towards: of the pool, the listener with
 *      the route, the pool --> what HTTP/1.1 says of this hop --> backend
 *   client <-- onFinal, or onSwitch: of the listener with the route, of the pool <-- what HTTP/1.1 says of this hop
 *      <-- response head complete
 *   client <-- onOwn: of the listener with the route, if there is one yet <-- a response of Weir's own
 * </pre>
 *
 * <p>Costs a virtual call per filter that is there. Thread: owning loop only; one of each per loop.
 */
public final class Filters {
    /** Where no route has taken the request, or none has been looked for. */
    public static final int NO_ROUTE = RouteTable.NONE;

    private final Listener listener;
    private final SharedRows shared;
    private final HstsField hsts;
    private final ExplainField explain;

    /** While the listener takes requests. */
    private final RequestFilter[] usualBeforeRoute;
    /** What works in maintenance, too; null where there is none. */
    private final RequestFilter identity;

    private final RequestFilter access;

    private final RouteAnswers answers;
    private RequestFilter[] beforeRoute;
    /** By the index of the pool. */
    private final PoolRows[] pools;
    /** By the index of the route, behind that of {@link #NO_ROUTE}. */
    private final RouteRows[] routes;

    /** @param pools all of them, by their index */
    public Filters(Listener listener, List<Pool> pools, SharedRows shared) {
        this.listener = listener;
        this.shared = shared;
        hsts = HstsField.of(listener);
        explain = ExplainField.of(listener);
        identity = RequestIdFilter.of(listener, shared.ids());
        access = shared.access(listener.policy());
        usualBeforeRoute = shared.requests(
                identity, //
                access,
                PathPolicyFilter.of(listener), //
                explain);
        beforeRoute = usualBeforeRoute;
        final List<HeaderRules> ofRoutes = Stream.concat(
                        Stream.of(listener.policy()), listener.routes().stream().map(Route::policy))
                .map(Policy::requestHeaders)
                .distinct()
                .toList();
        this.pools = pools.stream().map(pool -> rows(pool, ofRoutes)).toArray(PoolRows[]::new);
        final List<HeaderRules> ofPools = pools.stream()
                .map(Pool::policy)
                .flatMap(policy -> Stream.of(
                        policy.responseHeaders(),
                        policy.access().securityHeaders().rules()))
                .distinct()
                .toList();
        answers = new RouteAnswers(listener, shared.dateLine());
        routes = new RouteRows[1 + listener.routes().size()];
        routes[0] = rows(Policy.NONE, HttpsRedirect.of(listener, shared.dateLine()), ofPools);
        final RouteRows plain =
                listener.mode() == ListenerMode.HTTPS_REDIRECT ? rows(Policy.NONE, null, ofPools) : routes[0];
        for (int i = 1; i < routes.length; i++) {
            final Route route = listener.routes().get(i - 1);
            final RequestFilter answer = answers.of(route);
            routes[i] = route.policy().isNone() && answer == null ? plain : rows(route.policy(), answer, ofPools);
        }
    }

    /** @param ofRoutes what may have worked on a request before */
    private PoolRows rows(Pool pool, List<HeaderRules> ofRoutes) {
        final StickyCookie sticky = StickyCookie.of(pool);
        final HeaderRulesFilter responseHeaders = HeaderRulesFilter.of(
                List.of(),
                pool.policy().responseHeaders(),
                pool.policy().access().securityHeaders().rules());
        return shared.pool(new PoolRows(
                shared.requests(
                        shared.rateLimits(pool.policy()), //
                        ForwardedFilter.of(listener, pool),
                        shared.reserved(),
                        ClientCertificateField.of(listener),
                        sticky),
                shared.requests(HeaderRulesFilter.of(ofRoutes, pool.policy().requestHeaders())),
                shared.responses(
                        sticky, //
                        shared.date(),
                        PersistenceField.ONLY,
                        hsts,
                        explain,
                        responseHeaders),
                shared.responses(
                        sticky, //
                        responseHeaders)));
    }

    /**
     * @param answer null = requests go to a pool
     * @param ofPools what may have worked on a response before
     */
    private RouteRows rows(Policy route, RequestFilter answer, List<HeaderRules> ofPools) {
        final Policy all = listener.policy();
        final Access access = route.access().within(all.access());
        final HeaderRules ofSecurity = access.securityHeaders().rules();
        final CorsFields cors = CorsFields.of(access.cors());
        final HeaderRulesFilter responseHeaders =
                HeaderRulesFilter.of(ofPools, route.responseHeaders(), all.responseHeaders(), ofSecurity);
        return shared.route(new RouteRows(
                shared.requests(
                        shared.access(route), //
                        shared.rateLimits(all, route),
                        CorsPreflight.of(answers, access.cors()),
                        FaultsFilter.of(answers, route.faults()),
                        answer),
                shared.requests(
                        TraceFilter.of(listener, shared.ids()), //
                        RewriteFilter.of(listener, route.rewrite()),
                        HeaderRulesFilter.of(List.of(), all.requestHeaders(), route.requestHeaders())),
                shared.responses(
                        responseHeaders, //
                        cors),
                shared.responses(responseHeaders),
                shared.responses(
                        explain, //
                        hsts,
                        HeaderRulesFilter.of(List.of(), route.responseHeaders(), all.responseHeaders(), ofSecurity),
                        cors)));
    }

    /** Direct memory that those of a listener have on each loop. */
    public static long ownBytes(Listener listener) {
        return RouteAnswers.bufferBytes(listener)
                + (listener.mode() == ListenerMode.HTTPS_REDIRECT ? HttpsRedirect.bufferBytes(listener) : 0);
    }

    /** Most that header rules add to a response of Weir's own. */
    public static int ownHeadersBytes(Listener listener) {
        return listener.policyBytesMax(Policy::responseBytesMax);
    }

    /** @param maintenance that the listener is in from now on; null = it takes requests */
    public void maintain(Maintenance maintenance) {
        beforeRoute = maintenance == null
                ? usualBeforeRoute
                : Stream.of(
                                identity,
                                access,
                                new MaintenanceFilter(maintenance.response().retryAfterS()))
                        .filter(Objects::nonNull)
                        .toArray(RequestFilter[]::new);
    }

    /**
     * The head is complete, and as it came.
     *
     * @return false when a filter has answered or refused the request, as the context tells
     */
    public boolean beforeRoute(RequestContext context) {
        return apply(beforeRoute, context);
    }

    /** As above, for a request that this route has taken, or none; whatever becomes of it. */
    public boolean onRoute(int route, RequestContext context) {
        return apply(routes[1 + route].arriving(), context);
    }

    /** As above, for a request that goes to the pool of that index. The head is rewritten next. */
    public boolean towards(int route, int pool, RequestContext context) {
        return apply(pools[pool].towards(), context)
                && apply(routes[1 + route].towards(), context)
                && apply(pools[pool].lastTowards(), context);
    }

    /** What is between this listener and that pool. */
    PoolRows rows(int pool) {
        return pools[pool];
    }

    /** What is said on that route, or on none. */
    RouteRows routeRows(int route) {
        return routes[1 + route];
    }

    private static boolean apply(RequestFilter[] filters, RequestContext context) {
        for (RequestFilter filter : filters) {
            if (!filter.apply(context)) {
                return false;
            }
        }
        return true;
    }

    private static void apply(ResponseFilter[] filters, ResponseContext context) {
        for (ResponseFilter filter : filters) {
            filter.apply(context);
        }
    }

    /** For the final response from that pool. The head is rewritten next. */
    public void onFinal(int route, int pool, ResponseContext context) {
        apply(pools[pool].finals(), context);
        apply(routes[1 + route].finals(), context);
    }

    /** For a response that switches protocols, behind which no HTTP comes. */
    public void onSwitch(int route, int pool, ResponseContext context) {
        apply(pools[pool].switches(), context);
        apply(routes[1 + route].switches(), context);
    }

    /** For a response of Weir's own. */
    public void onOwn(int route, LocalReply reply, ResponseContext context) {
        for (ResponseFilter filter : routes[1 + route].own()) {
            filter.apply(reply, context);
        }
    }
}
