package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.balance.Picker;
import weir.buf.Ascii;
import weir.exchange.LoopView;
import weir.http.Fault;
import weir.http.FieldName;
import weir.http.LocalReply;
import weir.model.ExchangeEnd;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.pool.Attempt;
import weir.pool.BackendSearch;
import weir.pool.OwnText;
import weir.pool.PoolView;
import weir.pool.Stickiness;
import weir.relay.Relay;
import weir.route.HashKey;
import weir.route.RouteTable;
import weir.stats.Counter;
import weir.stats.Counters;
import weir.upstream.UpstreamConnection;
import weir.upstream.UpstreamPool;
import weir.upstream.UpstreamUser;

/**
 * One request and its response: finds a backend, lets the two directions flow, and decides what happens when something fails.
 *
 * <pre>
 *    client --> {@link RequestFlow} --> upstream
 *    client <-- {@link ResponseFlow} <-- upstream
 *
 *    head complete --> pick --> pooled connection, or connect --> request flows, response flows --> end
 *                       ^                |             |
 *                       '---- retry -----'-------------'   while no byte of a response has come
 * </pre>
 *
 * <p>Borrowed from the listener with the first bytes of a request and given back when the connection is idle. Thread: owning loop only.
 */
final class Exchange implements UpstreamUser, BackendSearch.Seeker, Relay.Owner {
    private final Http1Listener listener;
    private final LoopView view;
    private final Counters counters;
    private final RequestFlow request;
    private final ResponseFlow response;
    private final AccessNote note;
    private final Attempt attempt = new Attempt();
    private final BackendSearch search;
    /** What the client's address is hashed in; null until it is. */
    private ByteBuffer address;

    private ClientConnection client;
    private UpstreamConnection upstream;
    /** Null until the backend has switched protocols. */
    private Relay tunnel;
    /** The end is counted, which happens once. */
    private boolean isCounted;

    Exchange(Http1Listener listener) {
        this.listener = listener;
        this.view = listener.view();
        this.counters = view.loop().counters();
        this.note = listener.newNote();
        this.search = new BackendSearch(view.loop(), view.random());
        this.request = new RequestFlow(this, listener);
        this.response = new ResponseFlow(this, listener);
    }

    void attach(ClientConnection client) {
        this.client = client;
        response.open(client);
        request.begin(client);
    }

    /** The first byte of a request has come, or the one before it is over. */
    void begin() {
        isCounted = false;
        search.reset(this);
        note.begin();
    }

    /** Lets go of everything; the client is closing or idle. */
    void release() {
        search.release();
        attempt.end(ExchangeEnd.CLIENT_GONE, view.loop().nowNs());
        dropUpstream();
        if (tunnel != null) {
            tunnel.release();
            tunnel = null;
        }
        request.release();
        response.release();
        client = null;
    }

    // --- the client's events

    void onClientReadable() {
        if (tunnel != null) {
            afterRelay(tunnel.onClientReadable());
        } else if (response.isOwn()) {
            client.transport().unwant(IoHandler.READ); // until that is sent
        } else {
            request.onClientReadable();
        }
    }

    void onClientWritable() {
        if (tunnel != null) {
            afterRelay(tunnel.onClientWritable());
        } else {
            response.pump();
        }
    }

    /** While it is not read. */
    void onClientBroken() {
        if (tunnel != null) {
            afterRelay(tunnel.onClientBroken());
        } else {
            request.onClientBroken();
        }
    }

    void onClientTimeout() {
        if (tunnel != null) {
            afterRelay(tunnel.onTimer());
        } else if (response.isStalled()) {
            response.onClientTimeout();
        } else if (search.isPaused()) {
            search.onTimer();
        } else if (request.isStarved()) {
            failWith(ExchangeEnd.NO_BUFFER);
        } else if (!request.reader().hasBegun()) {
            client.close(); // idle but for empty lines
        } else if (!request.reader().isHeadComplete()) {
            final ExchangeEnd end = request.reader().onHeadTimeout();
            if (end != null) {
                failWith(end);
            }
        } else {
            failWith(request.reader().onBodyTimeout());
        }
    }

    // --- the way to a backend

    /** The request's head is complete and accepted. */
    void onRequestHead() {
        counters.add(Counter.REQUESTS);
        if (listener.httpsRedirect() != null) {
            redirectToHttps(listener.httpsRedirect());
            return;
        }
        final int index = listener.routes().pool(request.head().view(), request.buffer());
        if (index == RouteTable.NONE) {
            failWith(ExchangeEnd.NO_ROUTE);
            return;
        }
        search.begin(view.pool(index));
        if (request.head().view().has(FieldName.WEIR_EXPLAIN) && isFromTrusted()) {
            search.explain();
        }
        response.begin();
        if (listener.referral() != null) {
            refer();
        } else if (request.rewriteHead()) {
            seek();
        }
    }

    private void seek() {
        final UpstreamConnection own =
                client.tied() == null ? null : client.tied().in(view.upstreams(pool()));
        if (own == null) {
            search.seek();
        } else {
            search.seekAt(own.backend(), own.restNs(view.loop().nowNs()));
        }
    }

    /** Tells the client to come again with TLS. */
    private void redirectToHttps(HttpsRedirect redirect) {
        if (!request.head().view().hasHost()) {
            refuse(Fault.HOST_MISSING);
            return;
        }
        final LocalReply reply = redirect.make(request.head().view(), request.buffer());
        count(ExchangeEnd.SERVED, reply.status());
        reply(reply, mayKeepClient());
    }

    /** Tells the client where a backend is, instead of going there. */
    private void refer() {
        view.headEdit().begin();
        sticky().edit(request.head().view(), request.buffer(), view.headEdit()); // only to learn what the cookie says
        final int backend = search.pickForReferral();
        if (backend == Picker.NONE) {
            return;
        }
        final UpstreamPool to = view.upstreams(pool()).to(backend);
        note.onPick(to, false);
        final LocalReply reply =
                listener.referral().make(pool(), to, request.head().view(), request.buffer(), sticky().lines(backend));
        count(ExchangeEnd.SERVED, reply.status());
        reply(reply, mayKeepClient());
    }

    @Override
    public boolean isBoundTo(PoolView other) {
        return sticky().leads(other, request.head().view(), request.buffer(), view.headEdit(), search.context());
    }

    private boolean isFromTrusted() {
        return client.forwarded().isFromTrusted(request.head().view(), request.buffer());
    }

    @Override
    public long hash(HashKey key) {
        if (!key.isAddress()) {
            return key.of(request.head().view(), request.buffer());
        }
        if (address == null) {
            address = ByteBuffer.allocate(HashKey.ADDRESS_BYTES_MAX); // once, and only where a pool needs it
        }
        return key.ofAddress(
                address, client.forwarded().client(request.head().view(), request.buffer(), address.array()));
    }

    @Override
    public void onNoBackend(ExchangeEnd end) {
        failWith(end);
    }

    @Override
    public void onBackend(int backend, boolean isFresh) {
        final PoolView pool = pool();
        attempt.start(pool, backend, view.loop().nowNs());
        final UpstreamPool upstreams = view.upstreams(pool).to(backend);
        upstream = isFresh || client.tied() == null ? null : client.tied().take(upstreams, this);
        if (upstream == null && !isFresh) {
            upstream = upstreams.take(this);
        }
        note.onPick(upstreams, upstream != null);
        if (upstream != null) {
            onUpstreamConnected();
            return;
        }
        upstream = upstreams.create();
        final ExchangeEnd failure = upstreams.connect(upstream, this);
        if (failure != null) {
            onUpstreamConnectFailed(failure);
        } else if (upstream.isConnected()) {
            onUpstreamConnected();
        }
    }

    /** Meanwhile the client is read as far as its buffer goes, so its end is noticed and gives up the place at once. */
    @Override
    public void onWait() {
        note.onWait();
    }

    @Override
    public void onWaitOver() {
        note.onWaitOver();
    }

    @Override
    public void setTimer(int ms) {
        client.setTimer(ms);
    }

    @Override
    public void clearTimer() {
        client.clearTimer();
    }

    @Override
    public void onRetry() {
        request.rewind();
    }

    /** While nothing happened on the client's connection. */
    @Override
    public void onFault() {
        if (client != null) {
            client.onFault();
        }
    }

    @Override
    public Transport clientTransport() {
        return client.transport();
    }

    @Override
    public boolean maySendAgain() {
        return request.head().method().isIdempotent();
    }

    @Override
    public void onUpstreamConnected() {
        note.onConnected();
        if (request.head().tiesConnection()) {
            upstream.tie();
        }
        request.pump();
    }

    @Override
    public void onUpstreamConnectFailed(ExchangeEnd end) {
        if (end.blame() == ExchangeEnd.Blame.UPSTREAM) {
            counters.add(Counter.UPSTREAM_CONNECT_FAILURES);
        }
        onAttemptFailed(end);
    }

    /** The connection ended before a byte of the response. */
    void onUpstreamEndedEarly() {
        onAttemptFailed(upstream.isReused() ? ExchangeEnd.STALE_CONNECTION : ExchangeEnd.EMPTY_RESPONSE);
    }

    /** Another try, if it can do no harm. */
    private void onAttemptFailed(ExchangeEnd end) {
        final int backend = upstream.backend();
        attempt.end(end, view.loop().nowNs());
        final boolean isInHandshake = upstream.isInHandshake();
        dropUpstream();
        if (isInHandshake || !request.mayReplay() || !search.triesAgain(backend, end)) {
            failWith(end);
        }
    }

    /**
     * The head of a response has come. Asks another backend instead, if the status is worth it and nothing is in the way; else the client gets this
     * response as it is.
     *
     * @return true when the response is given up
     */
    boolean triesAgainInsteadOf(int status) {
        if (upstream.isTied()
                || !search.isWorthAnother(status)
                || !request.mayReplay()
                || !search.takesRoomBeside(upstream.backend())) {
            return false;
        }
        attempt.end(ExchangeEnd.SERVED, view.loop().nowNs());
        final UpstreamConnection used = upstream;
        upstream = null;
        final boolean isSent = request.isSent();
        final boolean mustRest = response.mayHaveStrayBody();
        if (response.giveUp(used) && isSent) {
            used.giveBack(mustRest);
        } else {
            used.close();
        }
        search.tryInstead(used.backend());
        return true;
    }

    // --- the upstream's events

    /** The whole request has gone to the upstream. */
    void onRequestSent() {
        attempt.onSent(view.loop().nowNs());
    }

    /** The final head has come. */
    void onResponseHead(int status) {
        if (response.tiesConnection()) {
            upstream.tie();
        }
        attempt.onResponse(status, view.loop().nowNs());
    }

    @Override
    public void onUpstreamReadable() {
        if (tunnel != null) {
            afterRelay(tunnel.onUpstreamReadable());
        } else {
            response.onUpstreamReadable();
        }
    }

    @Override
    public void onUpstreamStale() {
        onAttemptFailed(ExchangeEnd.STALE_CONNECTION);
    }

    @Override
    public void onUpstreamWritable() {
        if (tunnel != null) {
            afterRelay(tunnel.onUpstreamWritable());
        } else {
            request.pump();
        }
    }

    @Override
    public void onUpstreamTimeout() {
        if (response.isStarved()) {
            failWith(ExchangeEnd.NO_BUFFER); // its bytes may be here, and nobody could read them
        } else if (response.isHeadSent()) {
            abort(ExchangeEnd.RESPONSE_STALLED);
        } else if (request.awaitsContinue()) {
            failWith(ExchangeEnd.BODY_TIMEOUT); // whoever sends no body must not make a backend look bad
        } else if (response.hasBegun()) {
            failWith(ExchangeEnd.RESPONSE_TIMEOUT);
        } else {
            onAttemptFailed(ExchangeEnd.RESPONSE_TIMEOUT);
        }
    }

    @Override
    public void onUpstreamFault() {
        upstream = null;
        if (tunnel == null) {
            failWith(ExchangeEnd.INTERNAL);
        } else {
            count(ExchangeEnd.INTERNAL, sentStatus());
            client.reset(); // what it got so far must not look complete, and a response would be bytes of the tunnel
        }
    }

    // --- ends

    /** The response has gone to the client completely. */
    void onServed() {
        count(ExchangeEnd.SERVED, response.status());
        final UpstreamConnection used = upstream;
        upstream = null;
        if (request.isSent() && response.leavesUsable(used)) {
            giveBack(used);
        } else if (used != null) {
            used.close();
        }
        if (response.delivery().keepsClient()) {
            client.onExchangeKept();
        } else if (request.reader().expectsClose()) {
            client.close();
        } else {
            client.linger();
        }
    }

    private void giveBack(UpstreamConnection used) {
        if (used.isTied()) {
            used.onTiedResponse(response.status());
            client.keep(used, view.upstreams(pool()), response.mayHaveStrayBody());
        } else {
            used.giveBack(response.mayHaveStrayBody());
        }
    }

    /** The request cannot be accepted; nothing of it has reached a backend, or the backend's connection is given up. */
    void refuse(Fault fault) {
        note.onFault(fault);
        count(ExchangeEnd.REFUSED, response.isHeadSent() ? response.status() : fault.status());
        view.faults().add(fault);
        dropUpstream();
        if (response.isHeadSent()) {
            cutResponse(true);
        } else {
            reply(fault.status(), fault.word(), false);
        }
    }

    /** A response made here that is no failure. */
    void answer(int status, String word) {
        count(ExchangeEnd.SERVED, status);
        reply(status, word, mayKeepClient());
    }

    /** Ends with a response that names the reason, or without one if the backend's has begun to flow. */
    void failWith(ExchangeEnd end) {
        if (response.isHeadSent()) {
            abort(end);
            return;
        }
        final PoolView pool = pool();
        final OwnText text = search.textFor(end);
        final int status = text == null ? end.status() : text.status();
        count(end, status);
        dropUpstream();
        reply(status, end.word(), text, pool == null ? 0 : pool.refusal().retryAfterSeconds(end), mayKeepClient());
    }

    /** Ends without a (further) word to the client, in a way that it cannot take for a complete response. */
    void abort(ExchangeEnd end) {
        count(end, sentStatus());
        dropUpstream();
        cutResponse(end.blame() != ExchangeEnd.Blame.CLIENT);
    }

    /**
     * A client that has sent more than was read would lose by a close what it was sent before, be it a whole response. So where length or chunks tell that
     * this one is cut, it is left as after a last response.
     *
     * @param isClientFine false when it is gone, or nobody waits for it any longer
     */
    private void cutResponse(boolean isClientFine) {
        if (response.delivery().endsByClose()) {
            client.reset(); // even when it seems to be gone: it may have closed only its own side
        } else if (isClientFine && !response.isStalled()) {
            client.linger();
        } else {
            client.close(); // a client that takes nothing keeps a buffer with TLS, which is free at once by this
        }
    }

    /** Others need what TLS keeps for this client: because it owes, or else because nobody takes what it has sent. */
    void onClientEvicted(boolean isOwed) {
        final ExchangeEnd end = isOwed ? ExchangeEnd.CLIENT_EVICTED : ExchangeEnd.NO_BUFFER;
        if (tunnel != null) {
            onEvicted(end);
        } else if (response.isOwn() || !request.reader().hasBegun()) {
            client.close();
        } else if (response.isStalled() || isOwed && request.reader().isReceived()) {
            abort(end); // it would not take a 408; or that would say that its request has not come
        } else {
            failWith(end);
        }
    }

    /** Weir stops before the exchange is over. */
    void cut() {
        if (tunnel != null) {
            tunnel.sayGoodbye();
        }
        if (request.reader().hasBegun() || tunnel != null) {
            abort(ExchangeEnd.STOPPED);
        }
    }

    /** A bug of ours; the client's connection will be reset. */
    void onClientFault() {
        if (request.reader().hasBegun()) {
            count(ExchangeEnd.INTERNAL, sentStatus());
        }
    }

    /** @param status what the client gets or has got; 0 = nothing */
    private void count(ExchangeEnd end, int status) {
        if (isCounted) {
            return; // something has struck after the end, while the client was still taking Weir's own response
        }
        isCounted = true;
        search.end(end);
        attempt.end(end, view.loop().nowNs(), request.reader().contentBytes(), response.contentBytes());
        listener.tally().end(status);
        if (note.isOn()) {
            request.reader().notePartOfHead();
            note.end(end, status, search, request.reader().contentBytes(), response.contentBytes());
        }
        view.ends().add(end);
        counters.add(
                switch (end) {
                    case SERVED, TUNNEL_CLOSED, TUNNEL_DRAINED -> Counter.SERVED;
                    case REFUSED -> Counter.REFUSED;
                    default -> Counter.FAILED;
                });
    }

    /** Of the backend's response, if that is on its way to the client; else 0. */
    private int sentStatus() {
        final boolean isOnItsWay = tunnel == null ? response.isHeadSent() : tunnel.hasReachedClient();
        return isOnItsWay ? response.status() : 0;
    }

    boolean mayKeepClient() {
        return request.reader().isHeadComplete()
                && request.reader().isReceived()
                && request.reader().wantsKeepAlive();
    }

    private void reply(int status, String word, boolean keepAlive) {
        reply(status, word, null, 0, keepAlive);
    }

    /** As {@link weir.exchange.OwnResponse#make}. */
    private void reply(int status, String word, OwnText text, int retryAfterSeconds, boolean keepAlive) {
        reply(
                view.ownResponse()
                        .with(ownLines())
                        .make(status, word, text, retryAfterSeconds, view.loop().nowNs()),
                keepAlive);
    }

    private void reply(LocalReply reply, boolean keepAlive) {
        final boolean keep = keepAlive && mayKeepNext();
        response.sendOwn(reply.end(keep, request.reader().isForHead()), keep);
    }

    /** What Weir adds to its own responses; null = nothing. */
    private byte[] ownLines() {
        final byte[] explain = search.explainLine();
        final byte[] hsts = listener.hstsLine();
        return explain == null ? hsts : hsts == null ? explain : Ascii.join(explain, hsts);
    }

    /** The client may send another request. When Weir stops, those that have come already are still answered. */
    boolean mayKeepNext() {
        return (!view.isDraining() || hasNext()) && !client.isLastRequest();
    }

    /** The client has all of a response that Weir itself has made. */
    void onOwnSent(boolean keep) {
        if (keep) {
            client.onExchangeKept();
        } else {
            client.linger();
        }
    }

    private void dropUpstream() {
        if (upstream != null) {
            upstream.close();
            upstream = null;
            response.stopWaiting();
        }
    }

    // --- pipelining

    /** Something has been received beyond the request that is over. */
    boolean hasNext() {
        return request.reader().hasBytesBehind();
    }

    /** Starts with what has been received already. */
    void startNext() {
        response.end();
        request.startNext();
    }

    /** It waits in line for a backend, or before another try. */
    boolean isPaused() {
        return search.isPaused();
    }

    /** A byte of a request has come. */
    boolean hasBegun() {
        return request.reader().hasBegun();
    }

    // --- upgrades

    /**
     * The backend has switched protocols; from here on bytes are bytes.
     *
     * @param framesFrom where WebSocket frames begin in the response's buffer; {@link ResponseFlow#NO_FRAMES} = bytes
     *     of another protocol do
     */
    void becomeTunnel(int framesFrom) {
        request.endWatch();
        tunnel = new Relay(view.relayTools(), this, client.transport(), request.bytes(), response.bytes());
        if (framesFrom != ResponseFlow.NO_FRAMES) {
            tunnel.followFrames(framesFrom);
        }
        upstream.clearDeadline();
        afterRelay(tunnel.start(upstream.transport()));
    }

    /** Weir is about to stop. */
    void drainTunnel() {
        tunnel.drain();
        afterRelay(Relay.State.RUNNING);
    }

    /** Bytes are not for the sides any more, which may be in the middle of reading. */
    boolean isTunnel() {
        return tunnel != null;
    }

    /** A side that was reset has the other one reset, as it would have been without Weir between them. */
    private void afterRelay(Relay.State state) {
        switch (state) {
            case RUNNING -> client.setTimer(tunnel.patienceMs(client.timeouts().tunnelMs()));
            case ENDED -> closeTunnel(ExchangeEnd.TUNNEL_CLOSED);
            case IDLE -> leaveTunnel(ExchangeEnd.TUNNEL_CLOSED);
            case SILENT -> leaveTunnel(ExchangeEnd.TUNNEL_DRAINED);
            case CLIENT_BROKEN -> {
                upstream.reset();
                closeTunnel(ExchangeEnd.TUNNEL_CLOSED);
            }
            case UPSTREAM_BROKEN -> {
                count(ExchangeEnd.TUNNEL_CLOSED, sentStatus());
                dropUpstream();
                client.reset();
            }
        }
    }

    @Override
    public void onEvicted(ExchangeEnd end) {
        count(end, sentStatus());
        upstream.reset(); // neither side has said that it ends
        dropUpstream();
        client.reset();
    }

    private void closeTunnel(ExchangeEnd end) {
        count(end, sentStatus());
        dropUpstream();
        client.close();
    }

    /**
     * The client does not know of it yet, and may be sending: what it was sent last, be it a close frame, shall arrive.
     */
    private void leaveTunnel(ExchangeEnd end) {
        count(end, sentStatus());
        dropUpstream();
        client.linger();
    }

    LoopView view() {
        return view;
    }

    ClientConnection client() {
        return client;
    }

    /** Null before a backend is picked. */
    UpstreamConnection upstream() {
        return upstream;
    }

    /** Null before a route is found. */
    PoolView pool() {
        return search.pool();
    }

    Stickiness sticky() {
        return search.sticky();
    }

    /** To be added to the response; null = nothing. */
    byte[] explainLine() {
        return search.explainLine();
    }

    AccessNote note() {
        return note;
    }

    RequestFlow request() {
        return request;
    }

    ResponseFlow response() {
        return response;
    }
}
