package weir.http1;

import java.nio.ByteBuffer;
import weir.exchange.LoopView;
import weir.http.HeadView;
import weir.model.ExchangeEnd;
import weir.pool.Attempt;
import weir.pool.BackendSearch;
import weir.pool.PoolView;
import weir.pool.Seeker;
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
final class BackendAttempts implements Seeker {
    private final Exchange exchange;
    private final LoopView view;
    private final AccessNote note;
    private final UpstreamStream upstream;
    private final Attempt attempt = new Attempt();
    private final BackendSearch search;
    /** What the client's address is hashed in; null until it is. */
    private ByteBuffer address;

    BackendAttempts(Exchange exchange, BackendSearch search) {
        this.exchange = exchange;
        this.view = exchange.view();
        this.note = exchange.note();
        this.upstream = exchange.upstream();
        this.search = search;
    }

    void reset() {
        search.reset(this);
    }

    void release() {
        search.release();
        attempt.end(ExchangeEnd.CLIENT_GONE, view.loop().nowNs());
    }

    // --- looking for a backend

    /** The request is ready to be sent. */
    void begin() {
        final UpstreamConnection own = exchange.client().tied() == null
                ? null
                : exchange.client().tied().in(view.upstreams(search.pool()));
        if (own == null) {
            search.seek();
        } else {
            search.seekAt(own.backend(), own.restNs(view.loop().nowNs()));
        }
    }

    @Override
    public boolean isBoundTo(PoolView other) {
        final RequestFlow request = exchange.request();
        return search.sticky()
                .leads(
                        other,
                        request.head().view(),
                        request.buffer(),
                        view.httpTools().headEdit(),
                        search.context());
    }

    @Override
    public long hash(HashKey key) {
        final HeadView head = exchange.request().head().view();
        final ByteBuffer in = exchange.request().buffer();
        if (!key.isAddress()) {
            return key.of(head, in);
        }
        if (address == null) {
            address = ByteBuffer.allocate(HashKey.ADDRESS_BYTES_MAX); // once, and only where a pool needs it
        }
        return key.ofAddress(address, exchange.client().forwarded().client(head, in, address.array()));
    }

    @Override
    public void onNoBackend(ExchangeEnd end) {
        exchange.ending().failWith(end);
    }

    @Override
    public void onBackend(int backend, boolean isFresh) {
        final PoolView pool = search.pool();
        attempt.start(pool, backend, view.loop().nowNs());
        final UpstreamPool upstreams = view.upstreams(pool).to(backend);
        final boolean isReused =
                !isFresh && upstream.take(upstreams, exchange.client().tied());
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
        exchange.client().setTimer(ms);
    }

    @Override
    public void clearTimer() {
        exchange.client().clearTimer();
    }

    @Override
    public void onRetry() {
        exchange.request().rewind();
    }

    /** While nothing happened on the client's connection. */
    @Override
    public void onFault() {
        if (exchange.client() != null) {
            exchange.client().onFault();
        }
    }

    // --- an attempt

    /** There is a connection, and nothing was sent on it. */
    void onConnected() {
        note.onConnected();
        if (exchange.request().head().tiesConnection()) {
            upstream.tie();
        }
        exchange.request().pump();
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
        final boolean isInHandshake = upstream.isInHandshake();
        exchange.dropUpstream();
        if (isInHandshake || !exchange.request().mayReplay() || !search.triesAgain(backend, end)) {
            exchange.ending().failWith(end);
        }
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
    boolean triesAgainInsteadOf(int status) {
        final RequestFlow request = exchange.request();
        if (upstream.isTied()
                || !search.isWorthAnother(status)
                || !request.mayReplay()
                || !search.takesRoomBeside(upstream.backend())) {
            return false;
        }
        attempt.end(ExchangeEnd.SERVED, view.loop().nowNs());
        final UpstreamConnection used = upstream.leave();
        final boolean isSent = request.isSent();
        final boolean mustRest = exchange.response().mayHaveStrayBody();
        if (exchange.response().giveUp(used) && isSent) {
            used.giveBack(mustRest);
        } else {
            used.close();
        }
        search.tryInstead(used.backend());
        return true;
    }

    /** The client has the whole response. */
    void onServed() {
        if (upstream.isOpen()) {
            final ResponseFlow response = exchange.response();
            upstream.giveBack(
                    exchange.request().isSent() && response.leavesUsable(upstream.connection()),
                    response.status(),
                    response.mayHaveStrayBody(),
                    exchange.client(),
                    view.upstreams(search.pool()));
        }
    }

    /** The exchange ends so; contents of request and response were so long. */
    void end(ExchangeEnd end, long requestBytes, long responseBytes) {
        search.end(end);
        attempt.end(end, view.loop().nowNs(), requestBytes, responseBytes);
    }
}
