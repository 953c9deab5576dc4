package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.balance.GuardedPicker;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.http.Fault;
import weir.http.FieldName;
import weir.http.RequestHead;
import weir.net.IoHandler;
import weir.proxy.Attempt;
import weir.proxy.ExchangeEnd;
import weir.proxy.ExplainLine;
import weir.proxy.LoopView;
import weir.proxy.OwnText;
import weir.proxy.PoolView;
import weir.proxy.Relay;
import weir.proxy.Retries;
import weir.proxy.Stickiness;
import weir.proxy.UpstreamConnection;
import weir.proxy.UpstreamPool;
import weir.proxy.UpstreamUser;
import weir.route.HashKey;
import weir.route.RouteTable;
import weir.snapshot.Explanation;
import weir.stats.Counter;
import weir.stats.Counters;

/**
 * One request and its response: finds a backend, lets the two directions flow, and decides what happens when something fails.
 *
 * <pre>
 *    client --> {@link RequestSide} --> upstream
 *    client <-- {@link ResponseSide} <-- upstream
 *
 *    head complete --> pick --> pooled connection, or connect --> request flows, response flows --> end
 *                       ^                |             |
 *                       '---- retry -----'-------------'   while no byte of a response has come
 * </pre>
 *
 * <p>Borrowed from the listener with the first bytes of a request and given back when the connection is idle. Thread: owning loop only.
 */
final class Exchange implements UpstreamUser, LoopView.BufferWaiter, PoolView.BoundClient {
    private final Http1Listener listener;
    private final LoopView view;
    private final Counters counters;
    private final RequestSide request;
    private final ResponseSide response;
    private final AccessNote note;
    private final PickContext tried = new PickContext();
    private final Attempt attempt = new Attempt();
    private final Stickiness sticky;
    private final Place place = new Place(this);
    private final PoolChoice choice;
    private final Retries retries;
    /** What the client's address is hashed in; null until it is. */
    private ByteBuffer address;

    private ClientConnection client;
    private PoolView pool;
    private UpstreamConnection upstream;
    /** Null until the backend has switched protocols. */
    private Relay tunnel;
    /** The next attempt waits, on the client's timer. */
    private boolean isBackingOff;
    /** How the last attempt ended; {@code NO_BACKEND} when its response was given up, null before the first has. */
    private ExchangeEnd lastEnd;
    /** A trusted client has asked why its backend is picked. */
    private boolean isExplained;
    /** The last pick, of which the response tells; null = of none. */
    private Explanation explained;

    /** The end is counted, which happens once. */
    private boolean isCounted;

    Exchange(Http1Listener listener) {
        this.listener = listener;
        this.view = listener.view();
        this.counters = view.loop().counters();
        this.retries = new Retries(counters, view.random());
        this.note = new AccessNote(listener);
        this.choice = new PoolChoice(counters, note);
        this.sticky = new Stickiness(counters);
        this.request = new RequestSide(this, listener);
        this.response = new ResponseSide(this, view);
    }

    void attach(ClientConnection client) {
        this.client = client;
        request.begin();
    }

    /** The first byte of a request has come, or the one before it is over. */
    void begin() {
        isCounted = false;
        explained = null;
        note.begin();
    }

    /** Lets go of everything; the client is closing or idle. */
    void release() {
        place.leaveLine();
        attempt.end(ExchangeEnd.CLIENT_GONE, view.loop().nowNs());
        dropUpstream();
        tunnel = null;
        request.release();
        response.release();
        client = null;
        pool = null;
    }

    // --- the client's events

    void onClientReadable() {
        if (tunnel != null) {
            afterRelay(tunnel.onClientReadable());
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

    void onClientTimeout() {
        if (tunnel != null) {
            closeTunnel();
        } else if (isBackingOff) {
            isBackingOff = false;
            tryNext(false);
        } else if (!request.hasBegun()) {
            client.close(); // idle but for empty lines, or there was no buffer to read into
        } else if (!request.isHeadComplete()) {
            failWith(ExchangeEnd.HEAD_TIMEOUT);
        } else if (place.isWaiting()) {
            failWith(ExchangeEnd.QUEUE_TIMEOUT);
        } else if (response.isStalled()) {
            abort(ExchangeEnd.CLIENT_STALLED);
        } else {
            failWith(ExchangeEnd.BODY_TIMEOUT);
        }
    }

    // --- the way to a backend

    /** The request's head is complete and accepted. */
    void onRequestHead() {
        counters.add(Counter.REQUESTS);
        final int index = listener.routes().pool(request.head(), request.buffer());
        if (index == RouteTable.NONE) {
            failWith(ExchangeEnd.NO_ROUTE);
            return;
        }
        tried.reset();
        lastEnd = null;
        pool = choice.choose(view.pool(index), tried, this);
        retries.begin(pool, view.loop().nowNs());
        isExplained = request.head().fields().has(FieldName.WEIR_EXPLAIN) && isFromTrusted();
        response.begin();
        if (pool.key() != null) {
            tried.setKey(hash(pool.key()));
        }
        sticky.begin(pool);
        if (sticky.key() != null) {
            sticky.onKey(hash(sticky.key()));
        }
        if (listener.referral() != null) {
            refer();
        } else if (request.rewriteHead(pool.hostLine())) {
            tryNext(false);
        }
    }

    /** Tells the client where a backend is, instead of going there. */
    private void refer() {
        view.headEdit().begin();
        sticky.edit(request.head(), request.buffer(), view.headEdit()); // only to learn what the cookie says
        final int backend = pool.pickForReferral(tried, sticky);
        if (backend == GuardedPicker.FAULT) {
            failWith(ExchangeEnd.PICKER_FAULT);
            return;
        } else if (backend == Picker.NONE) {
            onNoBackend();
            return;
        }
        final UpstreamPool to = pool.upstream(backend);
        note.onPick(to, false);
        final Referral referral = listener.referral();
        count(ExchangeEnd.SERVED, referral.status());
        final boolean keep = mayKeepClient() && mayKeepNext();
        final boolean isSent = referral.send(
                client.transport(),
                pool,
                to,
                request.head(),
                request.buffer(),
                sticky.lines(backend),
                keep,
                request.isForHead());
        afterReply(isSent, keep);
    }

    @Override
    public boolean isBoundTo(PoolView other) {
        return sticky.leads(other, request.head(), request.buffer(), view.headEdit(), tried);
    }

    private boolean isFromTrusted() {
        final RequestHead head = request.head();
        return client.forwarded().isFromTrusted(head.fields(), request.buffer(), head.base());
    }

    private long hash(HashKey key) {
        if (!key.isAddress()) {
            return key.of(request.head(), request.buffer());
        }
        if (address == null) {
            address = ByteBuffer.allocate(HashKey.ADDRESS_BYTES_MAX); // once, and only where a pool needs it
        }
        final RequestHead head = request.head();
        return key.ofAddress(
                address, client.forwarded().client(head.fields(), request.buffer(), head.base(), address.array()));
    }

    private void tryNext(boolean fresh) {
        final boolean isAgain = lastEnd != null;
        final int backend = isExplained ? pickAndExplain(isAgain) : pool.pick(tried, sticky, isAgain);
        if (backend == PoolView.FULL) {
            place.take(pool, tried, lastEnd, fresh);
        } else if (backend == GuardedPicker.FAULT) {
            failWith(ExchangeEnd.PICKER_FAULT);
        } else if (backend == Picker.NONE) {
            onNoBackend();
        } else {
            start(backend, fresh);
        }
    }

    /** None is left to be tried, or to wait for. */
    void onNoBackend() {
        failWith(lastEnd == null ? pool.whyNoneIsUsable() : lastEnd);
    }

    /** Goes to that backend. */
    void start(int backend, boolean fresh) {
        attempt.start(pool, backend, view.loop().nowNs());
        final UpstreamPool upstreams = pool.upstream(backend);
        upstream = fresh ? null : upstreams.take(this);
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

    /** As {@link #start}, after a wait in the line. */
    void startAfterWait(int backend, boolean fresh) {
        if (isExplained) {
            explained = explained.withWinner(id(backend), "the first to have room again");
        }
        start(backend, fresh);
    }

    private int pickAndExplain(boolean isAgain) {
        final Explanation expected = pool.explain(tried); // before the pick, which changes what it explains
        final int backend = pool.pick(tried, sticky, isAgain);
        final String winner = backend < 0 ? null : id(backend);
        explained = expected.withWinner(winner, noteOn(backend, winner, expected));
        return backend;
    }

    private String noteOn(int backend, String winner, Explanation expected) {
        if (backend == PoolView.FULL) {
            return "waits for room";
        }
        return sticky.isOn() && winner != null && !winner.equals(expected.winner())
                ? "its client sticks to it"
                : expected.note();
    }

    private String id(int backend) {
        return pool.pool().backends().get(backend).id();
    }

    /** To be added to the response; null = nothing. */
    byte[] explainLine() {
        return explained == null ? null : ExplainLine.of(explained);
    }

    @Override
    public void onUpstreamConnected() {
        note.onConnected();
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
        dropUpstream();
        if (!request.mayReplay() || !retries.isOn(end)) {
            failWith(end);
        } else if (retries.forgive(end)) {
            tryAgain(backend, end);
        } else if (mayTryBeside(backend)) {
            tryAgain(backend, end);
        } else {
            failWith(end);
        }
    }

    /** True when there is another backend, be it one to wait for, and an attempt for it, which is then paid for. */
    private boolean mayTryBeside(int backend) {
        tried.addTried(backend);
        return pool.hasUntried(tried) && retries.take(view.loop().nowNs());
    }

    /** The same with a response at hand: that is worth more than a place in the line. */
    private boolean mayTryInsteadOf(int backend) {
        tried.addTried(backend);
        return pool.canPickNow(tried) && retries.take(view.loop().nowNs());
    }

    /** @param failedBackend that of the attempt before, which has ended so */
    private void tryAgain(int failedBackend, ExchangeEnd end) {
        counters.add(Counter.RETRIES);
        pool.onRetry(failedBackend);
        note.onRetry();
        request.rewind();
        lastEnd = end;
        final int waitMs = retries.waitMs();
        if (waitMs == 0) {
            tryNext(retries.isForgiven());
        } else {
            isBackingOff = true;
            client.setTimer(waitMs);
        }
    }

    /**
     * The head of a response has come. Asks another backend instead, if the status is worth it and nothing is in the way; else the client gets this
     * response as it is.
     *
     * @return true when the response is given up
     */
    boolean triesAgainInsteadOf(int status) {
        if (!retries.isOn(status) || !request.mayReplay() || !mayTryInsteadOf(upstream.backend())) {
            return false;
        }
        attempt.end(ExchangeEnd.SERVED, view.loop().nowNs());
        final UpstreamConnection used = upstream;
        upstream = null;
        final boolean isSent = request.isSent();
        if (response.giveUp() && isSent) {
            used.giveBack();
        } else {
            used.close();
        }
        tryAgain(used.backend(), ExchangeEnd.NO_BACKEND); // which is so only when the other one goes within a wait
        return true;
    }

    // --- the upstream's events

    /** The whole request has gone to the upstream. */
    void onRequestSent() {
        attempt.onSent(view.loop().nowNs());
    }

    /** The final head has come. */
    void onResponseHead(int status) {
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
        if (response.isHeadSent()) {
            abort(ExchangeEnd.RESPONSE_STALLED);
        } else if (response.hasBegun()) {
            failWith(ExchangeEnd.RESPONSE_TIMEOUT);
        } else {
            onAttemptFailed(ExchangeEnd.RESPONSE_TIMEOUT);
        }
    }

    @Override
    public void onUpstreamFault() {
        upstream = null;
        failWith(ExchangeEnd.INTERNAL);
    }

    /** A buffer may be free again for whichever side had to stop reading. */
    @Override
    public void onBufferFree() {
        if (client != null && client.transport().isOpen()) {
            request.resumeReading();
            if (upstream != null && upstream.isConnected()) {
                upstream.transport().want(IoHandler.READ);
            }
        }
    }

    // --- ends

    /** The response has gone to the client completely. */
    void onServed() {
        count(ExchangeEnd.SERVED, response.status());
        final UpstreamConnection used = upstream;
        upstream = null;
        if (response.leavesUpstreamUsable() && request.isSent()) {
            used.giveBack();
        } else if (used != null) {
            used.close();
        }
        if (response.keepsClient()) {
            client.onExchangeKept();
        } else if (request.clientExpectsClose()) {
            client.close();
        } else {
            client.linger();
        }
    }

    /** The request cannot be accepted; nothing of it has reached a backend, or the backend's connection is given up. */
    void refuse(Fault fault) {
        note.onFault(fault);
        count(ExchangeEnd.REFUSED, response.isHeadSent() ? response.status() : fault.status());
        view.faults().add(fault);
        dropUpstream();
        if (response.isHeadSent()) {
            client.reset();
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
        final OwnText text = pool == null ? null : choice.textFor(pool, end);
        final int status = text == null ? end.status() : text.status();
        count(end, status);
        dropUpstream();
        reply(status, end.word(), text, pool == null ? 0 : pool.retryAfterSeconds(end), mayKeepClient());
    }

    /** Ends without a (further) word to the client, in a way that it cannot take for a complete response. */
    void abort(ExchangeEnd end) {
        count(end, sentStatus());
        dropUpstream();
        if (response.endsByClose()) {
            client.reset(); // even when it seems to be gone: it may have closed only its own side
        } else {
            client.close();
        }
    }

    /** Weir stops before the exchange is over. */
    void cut() {
        if (request.hasBegun() || tunnel != null) {
            abort(ExchangeEnd.STOPPED);
        }
    }

    /** A bug of ours; the client's connection will be reset. */
    void onClientFault() {
        if (request.hasBegun()) {
            count(ExchangeEnd.INTERNAL, sentStatus());
        }
    }

    /** The same, while nothing happened on the client's connection. */
    void onWaitFault() {
        if (client != null) {
            client.onFault();
        }
    }

    /** @param status what the client gets or has got; 0 = nothing */
    private void count(ExchangeEnd end, int status) {
        if (isCounted) {
            return; // a bug of ours has struck after the end
        }
        isCounted = true;
        place.leave(end);
        attempt.end(end, view.loop().nowNs(), request.contentBytes(), response.contentBytes());
        listener.tally().end(status);
        if (note.isOn()) {
            request.notePartOfHead(note);
            note.end(end, status, request.contentBytes(), response.contentBytes());
        }
        view.ends().add(end);
        counters.add(
                switch (end) {
                    case SERVED, TUNNEL_CLOSED -> Counter.SERVED;
                    case REFUSED -> Counter.REFUSED;
                    default -> Counter.FAILED;
                });
    }

    /** Of the backend's response, if that is on its way to the client; else 0. */
    private int sentStatus() {
        return response.isHeadSent() || tunnel != null ? response.status() : 0;
    }

    private boolean mayKeepClient() {
        return request.isHeadComplete() && request.isReceived() && request.wantsKeepAlive();
    }

    private void reply(int status, String word, boolean keepAlive) {
        reply(status, word, null, 0, keepAlive);
    }

    /** As {@link weir.proxy.OwnResponse#send}. */
    private void reply(int status, String word, OwnText text, int retryAfterSeconds, boolean keepAlive) {
        final boolean keep = keepAlive && mayKeepNext();
        final long nowNs = view.loop().nowNs();
        final boolean isSent = !response.isStalled() // else part of an interim response is still to be sent
                && view.ownResponse()
                        .with(explainLine())
                        .send(
                                client.transport(),
                                status,
                                word,
                                text,
                                retryAfterSeconds,
                                keep,
                                request.isForHead(),
                                nowNs);
        afterReply(isSent, keep);
    }

    private boolean mayKeepNext() {
        return !view.isDraining() && !client.isLastRequest();
    }

    private void afterReply(boolean isSent, boolean keep) {
        if (!isSent) {
            client.close();
        } else if (keep) {
            client.onExchangeKept();
        } else {
            client.linger();
        }
    }

    private void dropUpstream() {
        isBackingOff = false;
        if (upstream != null) {
            upstream.close();
            upstream = null;
        }
    }

    // --- pipelining

    /** Something has been received beyond the request that is over. */
    boolean hasNext() {
        return request.hasBytesBehind();
    }

    /** Starts with what has been received already. */
    void startNext() {
        response.release();
        request.startNext();
    }

    /** A byte of a request has come. */
    boolean hasBegun() {
        return request.hasBegun();
    }

    // --- upgrades

    /** The backend has switched protocols; from here on bytes are bytes. */
    void becomeTunnel() {
        tunnel = new Relay(view, client.transport(), request.bytes(), response.bytes());
        upstream.clearDeadline();
        afterRelay(tunnel.start(upstream.transport()));
    }

    /** Bytes are not for the sides any more, which may be in the middle of reading. */
    boolean isTunnel() {
        return tunnel != null;
    }

    /** A side that was reset has the other one reset, as it would have been without Weir between them. */
    private void afterRelay(Relay.State state) {
        switch (state) {
            case RUNNING -> client.setTimer(client.timeouts().tunnelMs());
            case ENDED -> closeTunnel();
            case CLIENT_BROKEN -> {
                upstream.reset();
                closeTunnel();
            }
            case UPSTREAM_BROKEN -> {
                count(ExchangeEnd.TUNNEL_CLOSED, response.status());
                dropUpstream();
                client.reset();
            }
        }
    }

    private void closeTunnel() {
        count(ExchangeEnd.TUNNEL_CLOSED, response.status());
        dropUpstream();
        client.close();
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

    PoolView pool() {
        return pool;
    }

    Stickiness sticky() {
        return sticky;
    }

    AccessNote note() {
        return note;
    }

    RequestSide request() {
        return request;
    }

    ResponseSide response() {
        return response;
    }
}
