package weir.exchange;

import java.nio.ByteBuffer;
import weir.http.HeadView;
import weir.model.ExchangeEnd;
import weir.pool.Attempt;
import weir.pool.BackendSelector;
import weir.pool.PoolView;
import weir.pool.SelectionListener;
import weir.route.HashKey;
import weir.stats.Counter;
import weir.upstream.UpstreamConnection;
import weir.upstream.UpstreamPool;

/**
 * The attempts of an exchange on backends, one after the other: finds a backend, has the request sent there, and
 * decides whether another one is tried.
 *
 * <pre>
 *   seek --> pick --> pooled connection, or connect --> request flows --> response
 *             ^               |               |             |            |
 *             '---- retry ----'---------------'-------------'------------'   while no byte of a response has gone to the client
 * </pre>
 *
 * <p>Each of these calls may end the exchange, as each may find that there is no backend left: nothing of it may be
 * used behind them. Reused with its exchange. Thread: owning loop only.
 */
final class BackendAttempts implements SelectionListener {
    private static final int DELAYED = -1;

    private final Exchange exchange;
    private final LoopView view;
    private final ExchangeLogEntry note;
    private final ClientStream client;
    private final UpstreamStream upstream;
    private final RequestFlow request;
    private final Attempt attempt = new Attempt();
    private final BackendSelector selector;
    /** To be waited before the first of them; {@link #DELAYED} while that is so, 0 = nothing. */
    private int delayMs;
    /** What the client's address is hashed in; null until it is. */
    private ByteBuffer address;

    BackendAttempts(Exchange exchange, BackendSelector selector) {
        this.exchange = exchange;
        this.view = exchange.view();
        this.note = exchange.note();
        this.client = exchange.client();
        this.upstream = exchange.upstream();
        this.request = exchange.request();
        this.selector = selector;
    }

    void reset() {
        selector.reset(this);
        delayMs = 0;
    }

    /** No response is awaited any more. */
    void drop() {
        if (upstream.isOpen()) {
            upstream.close();
            exchange.response().stopWaiting();
        }
    }

    void release() {
        selector.release();
        attempt.end(ExchangeEnd.CLIENT_GONE, view.loop().nowNs());
    }

    // --- looking for a backend

    /** The first one has to wait for so long. */
    void delay(long ns) {
        delayMs = (int) ((ns + 999_999) / 1_000_000);
    }

    /** The request is ready to be sent. */
    void begin() {
        if (delayMs == 0) {
            seek();
        } else {
            client.setTimer(delayMs);
            delayMs = DELAYED;
            note.onWait();
        }
    }

    private boolean endDelay() {
        final boolean isDelayed = delayMs == DELAYED;
        delayMs = 0;
        if (isDelayed) {
            note.onWaitOver();
        }
        return isDelayed;
    }

    /** None is under way, and the client's timer says when it goes on. */
    boolean isPaused() {
        return delayMs == DELAYED || selector.isPaused();
    }

    /** While {@link #isPaused}. */
    void onTimer() {
        if (endDelay()) {
            seek();
        } else {
            selector.onTimer();
        }
    }

    private void seek() {
        final UpstreamConnection own =
                client.tied() == null ? null : client.tied().in(view.upstreams(selector.pool()));
        if (own == null) {
            selector.seek();
        } else {
            selector.seekAt(own.backend(), own.restNs(view.loop().nowNs()));
        }
    }

    @Override
    public boolean isBoundTo(PoolView other) {
        return selector.sticky()
                .leads(
                        other,
                        request.source().head(),
                        request.buffer(),
                        view.httpTools().headEdit(),
                        selector.context());
    }

    @Override
    public long hash(HashKey key) {
        final HeadView head = request.source().head();
        final ByteBuffer in = request.buffer();
        if (!key.isAddress()) {
            return key.of(head, in);
        }
        if (address == null) {
            address = ByteBuffer.allocate(HashKey.ADDRESS_BYTES_MAX); // once, and only where a pool needs it
        }
        return key.ofAddress(address, client.facts().forwarded().client(head, in, address.array()));
    }

    @Override
    public void onNoBackend(ExchangeEnd end) {
        exchange.ending().failWith(end);
    }

    @Override
    public void onBackend(int backend, boolean isFresh) {
        final PoolView pool = selector.pool();
        attempt.start(pool, backend, view.loop().nowNs());
        final UpstreamPool upstreams = view.upstreams(pool).to(backend);
        final boolean isReused = !isFresh && upstream.take(upstreams, client.tied());
        note.onPick(upstreams, isReused);
        final ExchangeEnd failure = isReused ? null : upstream.connect(upstreams);
        if (failure != null) {
            onConnectFailed(failure);
        } else if (upstream.isConnected()) {
            onConnected();
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
        if (client.isOpen()) {
            client.onFault();
        }
    }

    // --- an attempt

    /** There is a connection, and nothing was sent on it. */
    void onConnected() {
        note.onConnected();
        if (request.source().tiesConnection()) {
            upstream.tie();
        }
        request.pump();
    }

    void onConnectFailed(ExchangeEnd end) {
        if (end.blame() == ExchangeEnd.Blame.UPSTREAM) {
            view.loop().counters().add(Counter.UPSTREAM_CONNECT_FAILURES);
        }
        onFailed(end);
    }

    /** The connection ended before a byte of the response. */
    void onEndedEarly() {
        onFailed(upstream.isReused() ? ExchangeEnd.STALE_CONNECTION : ExchangeEnd.EMPTY_RESPONSE);
    }

    /** Another try, if it can do no harm. */
    void onFailed(ExchangeEnd end) {
        final int backend = upstream.backend();
        attempt.end(end, view.loop().nowNs());
        note.onAttemptEnd(end);
        final boolean isInHandshake = upstream.isInHandshake();
        drop();
        if (isInHandshake || !request.mayReplay() || !selector.triesAgain(backend, end)) {
            exchange.ending().failWith(end);
        }
    }

    /** The exchange has no time left, of so much in all. */
    void onTotalTimeout(int totalMs) {
        attempt.endOutOfTime(view.loop().nowNs(), totalMs * 500_000L); // a backend that had half of it is to blame
        exchange.ending().failWith(ExchangeEnd.TOTAL_TIMEOUT);
    }

    /** The whole request has gone to the backend. */
    void onRequestSent() {
        attempt.onSent(view.loop().nowNs());
    }

    /** The final head has come. */
    void onResponseHead(int status) {
        if (exchange.response().tiesConnection()) {
            upstream.tie();
        }
        attempt.onResponse(status, view.loop().nowNs());
    }

    /**
     * The head of a response has come. Asks another backend instead, if the status is worth it and nothing is in the
     * way; else the client gets this response as it is.
     *
     * @return true when the response is given up
     */
    boolean retryOnStatus(int status) {
        if (upstream.isTied()
                || !selector.isWorthAnother(status)
                || !request.mayReplay()
                || !selector.reserveAlternative(upstream.backend())) {
            return false;
        }
        attempt.end(ExchangeEnd.SERVED, view.loop().nowNs());
        note.onAttemptGivenUp(status);
        final int backend = upstream.backend();
        giveUpResponse();
        selector.tryInstead(backend);
        return true;
    }

    /** Lets go of a backend whose response the client does not get; its connection stays if all of it is here. */
    void giveUpResponse() {
        final boolean isSent = request.isSent();
        final boolean mustRest = exchange.response().mayHaveStrayBody();
        upstream.giveUp(exchange.response().giveUp() && isSent, mustRest);
    }

    /** The client has the whole response. */
    void onServed() {
        if (upstream.isOpen()) {
            final ResponseFlow response = exchange.response();
            upstream.giveBack(
                    request.isSent() && response.leavesUsable(),
                    response.status(),
                    response.mayHaveStrayBody(),
                    client,
                    view.upstreams(selector.pool()));
        }
    }

    /** The exchange ends so; contents of request and response were so long. */
    void end(ExchangeEnd end, long requestBytes, long responseBytes) {
        endDelay();
        selector.end(end);
        attempt.end(end, view.loop().nowNs(), requestBytes, responseBytes);
    }
}
