package weir.exchange;

import java.nio.ByteBuffer;
import weir.filter.ClientFacts;
import weir.filter.Filters;
import weir.filter.RequestContext;
import weir.http.Fault;
import weir.http.HeadView;
import weir.model.ExchangeEnd;
import weir.pool.BackendSelector;
import weir.pool.RouteRules;
import weir.route.RouteSearch;
import weir.route.RouteTable;
import weir.route.Splits;

/**
 * What happens between a request's head and the search for a backend: filters, the route, its pool, and the filters of
 * that. One per listener and loop. Thread: owning loop only.
 */
final class Routing {
    private final ListenerTools listener;
    private final LoopView view;
    private final Filters filters;
    /** By the index of the route, behind that of none; null when no route has any. */
    private final RouteRules[] rules;
    /** Null where errors have no bodies of the user's. */
    private final ErrorReplies errors;
    /** Lines of the access log ask for more than each log has. */
    private final boolean isLoggedWithFields;
    /** For one request at a time, within one event. */
    private final RequestContext context;
    /** Likewise. */
    private final RouteSearch routes = new RouteSearch();
    /** Null where no route splits its requests. */
    private final Splits splits;
    /** Null where requests go to backends. */
    private final BackendRedirect referral;

    Routing(ListenerTools listener, Filters filters) {
        this.listener = listener;
        this.view = listener.view();
        this.filters = filters;
        this.context = new RequestContext(
                listener.index(), listener.values(), view.httpTools().templateOutput());
        this.rules = RouteRules.of(listener.listener());
        this.errors = listener.errors();
        this.isLoggedWithFields = listener.isLoggedWithFields();
        this.splits = Splits.of(listener.listener().routes());
        this.referral = switch (listener.listener().mode()) {
            case REDIRECT, ASK -> new BackendRedirect(view, listener.listener());
            case HTTP, TCP, HTTPS_REDIRECT -> null;
        };
    }

    /** That client is gone, and with it what can be known of it. */
    void forget(ClientFacts client) {
        context.forget(client);
    }

    /**
     * The head of a request is complete and accepted.
     *
     * @return true when a backend is to be sought in the pool that the exchange's selector has now; else the exchange
     *     has ended
     */
    boolean leadsToBackend(Exchange exchange) {
        final RequestFlow request = exchange.request();
        final BackendSelector selector = exchange.selector();
        final ClientFacts client = exchange.client().facts();
        final HeadView head = request.source().head();
        final ByteBuffer in = request.buffer();
        context.begin(
                head,
                in,
                view.httpTools().headEdit(),
                client,
                selector.sticky(),
                view.loop().nowNs());
        context.identify(exchange.note().requestId());
        listener.values().atRequest(exchange);
        if (!filters.beforeRoute(context)) {
            request.take(Filters.NO_ROUTE, errors == null ? ErrorReplies.ANYTHING : errors.accepted(head, in));
            capture(exchange);
            exchange.ending().endFiltered(context);
            return false;
        }
        final int route = listener.routes().route(head, in, client.forwarded(), routes);
        request.take(route, errors == null ? ErrorReplies.ANYTHING : errors.accepted(head, in));
        context.take(route);
        capture(exchange);
        if (!filters.onRoute(route, context)) {
            exchange.ending().endFiltered(context);
            return false;
        }
        int index = listener.routes().pool(route);
        if (index == RouteTable.NONE && splits != null) {
            index = splits.pool(route, head, in, client.forwarded());
        }
        if (index == RouteTable.NONE) {
            exchange.ending().failWith(ExchangeEnd.NO_ROUTE);
            return false;
        }
        final RouteRules own = rules == null ? null : rules[1 + route];
        if (own != null && !request.source().limitBody(own.bodyBytesMax())) {
            exchange.ending().refuse(Fault.BODY_TOO_LARGE);
            return false;
        }
        request.deadlines().begin(own);
        selector.begin(view.pool(index), own);
        if (context.wantsExplanation()) {
            selector.explain();
        }
        view.httpTools().headEdit().begin();
        if (referral != null) {
            exchange.ending().refer(referral);
            return false;
        }
        if (!filters.towards(route, selector.pool().index(), context)) {
            exchange.ending().endFiltered(context);
            return false;
        }
        if (context.delayNs() > 0) {
            exchange.attempts().delay(context.delayNs());
        }
        return true;
    }

    /** What templates will ask for of the head, which is still as it came. */
    private void capture(Exchange exchange) {
        final CapturedValues.Plan plan =
                listener.routeNames().plan(exchange.request().route());
        if (plan != null) {
            exchange.note().capture(plan, listener.values(), view.httpTools().templateOutput());
        }
        if (isLoggedWithFields) {
            exchange.note()
                    .captureFields(true, listener.values(), view.httpTools().templateOutput());
        }
    }
}
