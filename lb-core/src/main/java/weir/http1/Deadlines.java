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
    private final ClientStream client;
    private final UpstreamStream upstream;
    private final RequestSource reader;
    private final RequestWriter writer;

    Deadlines(Exchange exchange, Inbound requestBytes, RequestSource reader, RequestWriter writer) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.upstream = exchange.upstream();
        this.requestBytes = requestBytes;
        this.reader = reader;
        this.writer = writer;
    }

    /** After each event that may have changed whose turn it is; there is a connection to the upstream. */
    void set() {
        final ResponseFlow response = exchange.response();
        final boolean isClientsTurn = isClientsTurn();
        if (isClientsTurn) {
            reader.awaitBody();
        } else {
            relieveClient();
        }
        if (isClientsTurn || response.isStalled()) {
            upstream.clearDeadline();
        } else {
            final PoolTimeouts timeouts = exchange.pool().pool().timeouts();
            final boolean isInBody = response.isHeadSent() && !requestBytes.hasUnsent();
            upstream.setDeadline(isInBody ? timeouts.bodyMs() : timeouts.responseMs());
        }
    }

    /** The client owes bytes of the body. */
    boolean isClientsTurn() {
        return reader.isInBody() && !requestBytes.hasUnsent() && !writer.isBroken() && !reader.awaitsContinue();
    }

    /** The client owes nothing for now; room for the response it may. */
    void relieveClient() {
        reader.rest();
        if (!exchange.response().isStalled()) {
            client.clearTimer();
        }
    }
}
