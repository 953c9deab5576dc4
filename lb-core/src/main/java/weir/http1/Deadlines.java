package weir.http1;

import weir.model.PoolTimeouts;
import weir.relay.Inbound;

/**
 * Gives time to whoever must act next, and to nobody else: a client that owes body bytes, or an upstream that owes room
 * or a response. While the response waits for the client, its time is set by {@link ResponseWriter}, and the upstream
 * has all it wants.
 *
 * <p>Thread: owning loop only.
 */
final class Deadlines {
    private final Exchange exchange;
    private final Inbound requestBytes;
    private final RequestReader reader;
    private final RequestWriter writer;

    Deadlines(Exchange exchange, Inbound requestBytes, RequestReader reader, RequestWriter writer) {
        this.exchange = exchange;
        this.requestBytes = requestBytes;
        this.reader = reader;
        this.writer = writer;
    }

    /** After each event that may have changed whose turn it is; there is a connection to the upstream. */
    void set() {
        final ResponseFlow response = exchange.response();
        final boolean isClientsTurn = isClientsTurn();
        if (isClientsTurn) {
            reader.times().awaitBody();
        } else {
            relieveClient();
        }
        if (isClientsTurn || response.isStalled()) {
            exchange.upstream().clearDeadline();
        } else {
            final PoolTimeouts timeouts = exchange.pool().pool().timeouts();
            final boolean isInBody = response.isHeadSent() && !requestBytes.hasUnsent();
            exchange.upstream().setDeadline(isInBody ? timeouts.bodyMs() : timeouts.responseMs());
        }
    }

    /** The client owes bytes of the body. */
    boolean isClientsTurn() {
        return reader.isInBody() && !requestBytes.hasUnsent() && !writer.isBroken() && !reader.awaitsContinue();
    }

    /** The client owes nothing for now; room for the response it may. */
    void relieveClient() {
        reader.times().rest();
        if (!exchange.response().isStalled()) {
            exchange.client().clearTimer();
        }
    }
}
