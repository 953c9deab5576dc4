package weir.exchange;

import java.nio.ByteBuffer;
import weir.balance.Picker;
import weir.filter.RequestContext;
import weir.filter.ResponseContext;
import weir.http.Fault;
import weir.http.HeadView;
import weir.http.LocalReply;
import weir.model.ExchangeEnd;
import weir.pool.BackendSelector;
import weir.pool.CustomReply;
import weir.pool.PoolView;
import weir.stats.Counter;
import weir.upstream.UpstreamPool;

/**
 * How an exchange ends: what the client is told, what becomes of its connection, and what is counted, once.
 *
 * <p>The client may send another request behind each of these calls, or its connection may be gone, and the exchange
 * with it: nothing of the exchange may be used any more. Thread: owning loop only.
 */
final class Ending {
    private final Exchange exchange;
    private final ListenerTools listener;
    private final ClientStream client;
    private final RequestFlow request;
    private final BackendSelector selector;

    Ending(Exchange exchange, ListenerTools listener, BackendSelector selector) {
        this.exchange = exchange;
        this.listener = listener;
        this.client = exchange.client();
        this.request = exchange.request();
        this.selector = selector;
    }

    // --- with a response

    /** The request cannot be accepted; nothing of it has reached a backend, or the backend's connection is given up. */
    void refuse(Fault fault) {
        final ResponseFlow response = exchange.response();
        final boolean isHeadSent = response.isHeadSent();
        exchange.note().onFault(fault);
        count(ExchangeEnd.REFUSED, isHeadSent ? response.status() : fault.status());
        listener.view().faults().add(fault);
        exchange.attempts().drop();
        if (isHeadSent) {
            cutResponse(true);
        } else {
            reply(fault.status(), fault.word(), null, 0, false);
        }
    }

    /** A response made here that is no failure. */
    void answer(int status, String word) {
        count(ExchangeEnd.SERVED, status);
        reply(status, word, null, 0, wantsNext());
    }

    /** A filter has said what the client gets. */
    void endFiltered(RequestContext context) {
        if (context.fault() != null) {
            refuse(context.fault());
        } else if (context.end() != null) {
            failWith(context.end(), context);
        } else {
            replyInstead(context.reply());
        }
    }

    /** Tells the client where a backend is, instead of going there. */
    void refer(BackendRedirect referral) {
        final HeadView head = request.source().head();
        final ByteBuffer in = request.buffer();
        selector.sticky().edit(head, in, listener.view().httpTools().headEdit()); // only to learn what the cookie says
        final int backend = selector.pickForReferral();
        if (backend == Picker.NONE) {
            return; // it has ended without
        }
        final UpstreamPool to = listener.view().upstreams(selector.pool()).to(backend);
        exchange.note().onPick(to, false);
        replyInstead(
                referral.make(selector.pool(), to, head, in, selector.sticky().lines(backend)));
    }

    private void replyInstead(LocalReply reply) {
        count(ExchangeEnd.SERVED, reply.status());
        reply(reply, wantsNext());
    }

    /** Ends with a response that names the reason, or without one if the backend's has begun to flow. */
    void failWith(ExchangeEnd end) {
        failWith(end, null);
    }

    /** @param context of the filter that wants it so; null = it was none */
    private void failWith(ExchangeEnd end, RequestContext context) {
        if (exchange.response().isHeadSent()) {
            abort(end);
            return;
        }
        final PoolView pool = selector.pool();
        final CustomReply text = end == ExchangeEnd.MAINTENANCE ? listener.maintenanceText() : selector.textFor(end);
        final int status = text == null ? end.status() : text.status();
        count(end, status);
        exchange.attempts().drop();
        if (context == null) {
            reply(status, end.word(), text, pool == null ? 0 : pool.refusal().retryAfterSeconds(end), wantsNext());
        } else {
            final LocalReply reply = make(status, end.word(), text, context.retryAfterSeconds());
            context.addFields(reply);
            reply(reply, wantsNext());
        }
    }

    private void reply(int status, String word, CustomReply text, int retryAfterSeconds, boolean keepAlive) {
        reply(make(status, word, text, retryAfterSeconds), keepAlive);
    }

    /**
     * A backend's response gives way to a page, which ends the exchange as the response would have.
     *
     * @param lines that the client gets all the same
     */
    void intercept(int status, byte[] lines) {
        count(ExchangeEnd.SERVED, status);
        final LocalReply reply =
                make(status, ExchangeEnd.SERVED.word(), null, 0).add(lines);
        reply(reply, wantsNext());
    }

    /** As {@link LocalReplies#make}. */
    private LocalReply make(int status, String word, CustomReply text, int retryAfterSeconds) {
        final LocalReplies replies = listener.view().httpTools().ownResponse();
        final long nowNs = listener.view().loop().nowNs();
        final ErrorReplies errors = listener.errors();
        if (errors == null || text != null && text.body() != null || !hasPage(errors, status)) {
            return replies.make(status, word, text, retryAfterSeconds, nowNs);
        }
        final int seconds =
                text == null || text.retryAfterSeconds() == 0 ? retryAfterSeconds : text.retryAfterSeconds();
        return replies.make(status, errors.typeLine(), errors.body(), seconds, nowNs);
    }

    private boolean hasPage(ErrorReplies errors, int status) {
        final PoolView pool = selector.pool();
        listener.values().atResponse(exchange, status);
        return errors.find(
                request.route(), pool == null ? -1 : pool.index(), status, request.accepted(), listener.values());
    }

    private void reply(LocalReply reply, boolean keepAlive) {
        final ResponseContext context = listener.responseContext();
        context.begin(selector.explainLine());
        listener.values().atResponse(exchange, reply.status());
        listener.filters().onOwn(request.route(), reply, context);
        final boolean keep = keepAlive && mayKeepNext();
        exchange.responseNow().sendOwn(reply, request.source().isForHead(), keep);
    }

    /** The client has all of a response that Weir itself has made. */
    void onOwnSent(boolean keep) {
        if (keep) {
            client.keep();
        } else {
            client.linger();
        }
    }

    /** The response has gone to the client completely. */
    void onServed() {
        final ResponseFlow response = exchange.response();
        count(ExchangeEnd.SERVED, response.status());
        exchange.attempts().onServed();
        if (response.delivery().keepsClient()) {
            client.keep();
        } else if (request.source().expectsClose()) {
            client.close();
        } else {
            client.linger();
        }
    }

    // --- without one

    /** Ends without a (further) word to the client, in a way that it cannot take for a complete response. */
    void abort(ExchangeEnd end) {
        count(end);
        exchange.attempts().drop();
        cutResponse(end.blame() != ExchangeEnd.Blame.CLIENT);
    }

    /**
     * A client that has sent more than was read would lose by a close what it was sent before, be it a whole response.
     * So where length or chunks tell that this one is cut, it is left as after a last response.
     *
     * @param isClientFine false when it is gone, or nobody waits for it any longer
     */
    private void cutResponse(boolean isClientFine) {
        if (exchange.response().delivery().endsByClose()) {
            client.reset(); // even when it seems to be gone: it may have closed only its own side
        } else if (isClientFine && !exchange.response().isStalled()) {
            client.linger();
        } else {
            client.close(); // a client that takes nothing keeps a buffer with TLS, which is free at once by this
        }
    }

    // --- from outside

    /** Others need what TLS keeps for this client: because it owes, or else because nobody takes what it has sent. */
    void onClientEvicted(boolean isOwed) {
        final ExchangeEnd end = isOwed ? ExchangeEnd.CLIENT_EVICTED : ExchangeEnd.NO_BUFFER;
        final ResponseFlow response = exchange.response();
        if (exchange.isTunnel()) {
            exchange.tunnel().onEvicted(end);
        } else if (response.isOwn() || !exchange.hasBegun()) {
            client.close();
        } else if (response.isStalled() || isOwed && request.source().isReceived()) {
            abort(end); // it would not take a 408; or that would say that its request has not come
        } else {
            failWith(end);
        }
    }

    /** Weir stops before the exchange is over. */
    void cut() {
        if (exchange.isTunnel()) {
            exchange.tunnel().sayGoodbye();
        }
        if (exchange.hasBegun() || exchange.isTunnel()) {
            abort(ExchangeEnd.STOPPED);
        }
    }

    /** A bug of ours; the client's connection will be reset. */
    void onClientFault() {
        if (exchange.hasBegun()) {
            count(ExchangeEnd.INTERNAL);
        }
    }

    /** A bug of ours on the way to the backend; its connection has been closed. */
    void onUpstreamFault() {
        if (exchange.isTunnel()) {
            count(ExchangeEnd.INTERNAL);
            client.reset(); // what it got so far must not look complete, and a response would be bytes of the tunnel
        } else {
            failWith(ExchangeEnd.INTERNAL);
        }
    }

    // --- the next request

    /** The client may send another request. When Weir stops, those that have come already are still answered. */
    boolean mayKeepClient() {
        return wantsNext() && mayKeepNext();
    }

    private boolean wantsNext() {
        final RequestSource source = request.source();
        return source.isHeadComplete() && source.isReceived() && source.wantsKeepAlive();
    }

    private boolean mayKeepNext() {
        return (!listener.view().isDraining() || exchange.hasNext()) && !client.isLastRequest();
    }

    // --- counting

    /** What the client gets is what it has got, see {@link #sentStatus}. */
    void count(ExchangeEnd end) {
        count(end, sentStatus());
    }

    /** @param status what the client gets or has got; 0 = nothing */
    void count(ExchangeEnd end, int status) {
        if (!exchange.endNow()) {
            return; // something has struck after the end, while the client was still taking Weir's own response
        }
        final RequestSource source = request.source();
        final long requestBytes = source.contentBytes();
        final long responseBytes = exchange.response().contentBytes();
        exchange.attempts().end(end, requestBytes, responseBytes);
        listener.tally().end(status);
        if (exchange.note().isOn()) {
            source.notePart();
            if (listener.isLoggedWithFields()) {
                listener.values().atResponse(exchange, status);
                exchange.note()
                        .captureFields(
                                false,
                                listener.values(),
                                listener.view().httpTools().templateOutput());
            }
            exchange.note().end(end, status, selector, requestBytes, responseBytes);
        }
        listener.view().ends().add(end);
        listener.view()
                .loop()
                .counters()
                .add(
                        switch (end) {
                            case SERVED, TUNNEL_CLOSED, TUNNEL_DRAINED -> Counter.SERVED;
                            case REFUSED, RATE_LIMITED, DENIED -> Counter.REFUSED;
                            default -> Counter.FAILED;
                        });
    }

    /** Of the backend's response, if that is on its way to the client; else 0. */
    private int sentStatus() {
        final ResponseFlow response = exchange.response();
        final boolean hasReachedClient =
                exchange.isTunnel() ? exchange.tunnel().hasReachedClient() : response.isHeadSent();
        return hasReachedClient ? response.status() : 0;
    }
}
