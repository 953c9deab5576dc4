package weir.exchange;

import weir.model.ExchangeEnd;
import weir.model.PoolTimeouts;
import weir.model.RouteTerms;
import weir.pool.BackendSelector;
import weir.pool.RouteRules;
import weir.relay.RelayBuffer;

/**
 * Gives time to the side that must act next, and to no other, and says what it means when that is over: a client that
 * owes body bytes, or an upstream that owes room or a response. While the response waits for the client, its time is
 * set by {@link ResponseWriter}, and the upstream has all it wants.
 *
 * <p>Thread: owning loop only.
 */
final class Deadlines {
    private final Exchange exchange;
    private final ClientStream client;
    private final UpstreamStream upstream;
    private final BackendSelector selector;
    private final RelayBuffer requestBytes;
    private final RequestSource source;
    private final RequestWriter writer;
    /** Null where the route of the request has no times of its own. */
    private RouteRules route;
    /** Null until a route limits the time in all. */
    private TotalTime totalTime;

    Deadlines(Exchange exchange, RelayBuffer requestBytes, RequestSource source, RequestWriter writer) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.upstream = exchange.upstream();
        this.selector = exchange.selector();
        this.requestBytes = requestBytes;
        this.source = source;
        this.writer = writer;
    }

    /** A route has taken the request; what that has of its own, or null. */
    void begin(RouteRules of) {
        route = of;
        if (of != null && of.totalMs() != RouteTerms.UNSET) {
            if (totalTime == null) {
                totalTime = new TotalTime(exchange);
            }
            totalTime.begin(of.totalMs());
        }
    }

    /** The exchange is over, or a tunnel. */
    void end() {
        if (totalTime != null) {
            totalTime.end();
        }
    }

    void release() {
        if (totalTime != null) {
            totalTime.release();
        }
    }

    /** After each event that may have changed whose turn it is; there is a connection to the upstream. */
    void set() {
        final ResponseFlow response = exchange.response();
        final boolean isClientsTurn = isClientsTurn();
        if (isClientsTurn) {
            source.awaitBody();
        } else {
            relieveClient();
        }
        if (isClientsTurn || response.isStalled()) {
            upstream.clearDeadline();
        } else {
            final boolean isInBody = response.isHeadSent() && !requestBytes.hasUnsent();
            upstream.setDeadline(isInBody ? bodyMs() : responseMs());
        }
    }

    private int responseMs() {
        final PoolTimeouts pool = selector.pool().pool().timeouts();
        return route == null ? pool.responseMs() : route.responseMs(pool);
    }

    /** What the backend has for each byte of the response's body. */
    int bodyMs() {
        final PoolTimeouts pool = selector.pool().pool().timeouts();
        return route == null ? pool.bodyMs() : route.bodyMs(pool);
    }

    /** The client owes bytes of the body. */
    boolean isClientsTurn() {
        return source.isInBody() && !requestBytes.hasUnsent() && !writer.isBroken() && !source.awaitsContinue();
    }

    /** The client owes nothing for now; room for the response it may. */
    void relieveClient() {
        source.rest();
        if (!exchange.response().isStalled()) {
            client.clearTimer();
        }
    }

    // --- their ends

    void onClientTimeout() {
        final ResponseFlow response = exchange.response();
        if (response.isStalled()) {
            response.onClientTimeout();
        } else if (exchange.attempts().isPaused()) {
            exchange.attempts().onTimer();
        } else if (requestBytes.isStarved()) {
            exchange.ending().failWith(ExchangeEnd.NO_BUFFER);
        } else if (!source.hasBegun()) {
            client.close(); // idle but for empty lines
        } else {
            final ExchangeEnd end = source.onTimeout();
            if (end != null) {
                exchange.ending().failWith(end);
            }
        }
    }

    void onUpstreamTimeout() {
        final ResponseFlow response = exchange.response();
        if (response.isStarved()) {
            exchange.ending().failWith(ExchangeEnd.NO_BUFFER); // its bytes may be here, and nobody could read them
        } else if (response.isHeadSent()) {
            exchange.ending().abort(ExchangeEnd.RESPONSE_STALLED);
        } else if (source.awaitsContinue()) {
            exchange.ending().failWith(ExchangeEnd.BODY_TIMEOUT); // the client's fault, not the backend's
        } else if (response.hasBegun()) {
            exchange.ending().failWith(ExchangeEnd.RESPONSE_TIMEOUT);
        } else {
            exchange.attempts().onFailed(ExchangeEnd.RESPONSE_TIMEOUT);
        }
    }
}
