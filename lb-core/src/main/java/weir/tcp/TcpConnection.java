package weir.tcp;

import weir.exchange.LoopView;
import weir.model.ClientAddress;
import weir.model.ExchangeEnd;
import weir.net.Client;
import weir.net.EventLoop;
import weir.net.Transport;
import weir.pool.Attempt;
import weir.pool.BackendSelector;
import weir.pool.PoolView;
import weir.pool.SelectionListener;
import weir.relay.Relay;
import weir.relay.RelayBuffer;
import weir.route.HashKey;
import weir.route.RouteTable;
import weir.stats.Counter;
import weir.time.Timer;
import weir.upstream.UpstreamConnection;
import weir.upstream.UpstreamPool;
import weir.upstream.UpstreamUser;

/**
 * One accepted client socket of a listener with mode {@code tcp}, and its connection to a backend.
 *
 * <pre>
 *   GREETING --the server's name is known--> SEARCHING
 *       '------no TLS, no route, timeout-----------------------------------------------------------.
 *                                                                                                  v
 *   SEARCHING --connected--> RELAYING --both sides have ended, one is broken, idle for too long--> CLOSED
 *       '------no backend, the client is gone-----------------------------------------------------^
 * </pre>
 *
 * <p>A client that gets no backend, or whose connection is cut, sees a reset, so that it cannot take what it got for
 * complete. While bytes rest it holds no buffer: the fields below, those of the relay and the upstream connection are
 * all there is, so keep them few. Thread: owning loop only.
 */
final class TcpConnection extends Client implements Timer.Target, UpstreamUser, SelectionListener, Relay.Owner {
    private enum State {
        /** Only where the route goes by the server that the client asks for. */
        GREETING,
        SEARCHING,
        RELAYING,
        CLOSED
    }

    /** There was none, or not yet. */
    static final int NONE = -1;

    private final TcpListener listener;
    private final Timer timer = new Timer(this);
    private final Attempt attempt = new Attempt();
    private State state = State.SEARCHING;
    private final Transport transport;
    private byte[] clientAddress;
    private Relay relay;
    /** Null unless the route is still to be found. */
    private SniPeek hello;
    /** Null unless it is searching. */
    private BackendSelector selector;
    /** Null before the first pick and after a failure. */
    private UpstreamConnection upstream;

    // What the access log gets.
    private PoolView pool;
    private UpstreamPool upstreams;
    private boolean isFallback;
    private int retries;
    private long openedNs;
    private long waitingSinceNs = NONE;
    private long waitedNs = NONE;
    private long connectedNs = NONE;

    TcpConnection(TcpListener listener, Transport transport) {
        this.listener = listener;
        this.transport = transport;
    }

    @Override
    protected void onOpen() {
        openedNs = loop().nowNs();
        clientAddress = ClientAddress.of(transport.facts().remoteAddress());
        final LoopView view = listener.view();
        final RelayBuffer fromClient = view.newClientInbound();
        relay = new Relay(view.relayTools(), this, transport, fromClient, view.newUpstreamInbound());
        view.clients().add(this);
        if (listener.goesByServerName()) {
            state = State.GREETING;
            hello = new SniPeek(listener.routes(), fromClient);
            setTimer(listener.headMs());
        } else {
            seek(listener.pool());
        }
    }

    /** The client has sent something, or its end. */
    private void onGreeting() {
        final int index = hello.pool();
        if (index == RouteTable.NONE) {
            end(hello.refusal());
        } else if (index != SniPeek.UNKNOWN) {
            hello = null;
            state = State.SEARCHING;
            clearTimer();
            seek(listener.view().pool(index));
        } else if (relay.hasClientEnded()) {
            end(ExchangeEnd.CLIENT_GONE);
        }
    }

    private void seek(PoolView routed) {
        selector = listener.takeSearch();
        selector.reset(this);
        selector.begin(routed, null);
        selector.seek();
    }

    // --- the way to a backend

    /** Without HTTP clients stick by their address, which binds nobody to a backend that takes no new ones. */
    @Override
    public boolean isBoundTo(PoolView other) {
        return false;
    }

    @Override
    public long hash(HashKey key) {
        return key.isAddress() ? key.ofAddress(clientAddress) : HashKey.NONE;
    }

    /** What the client sends meanwhile is read as far as its buffer goes, so that its end is noticed. */
    @Override
    public void onWait() {
        waitingSinceNs = loop().nowNs();
    }

    @Override
    public void onWaitOver() {
        waitedNs = Math.max(0, waitedNs) + loop().nowNs() - waitingSinceNs;
        waitingSinceNs = NONE;
    }

    /** Nothing was sent before there is a connection, so there is nothing to send again. */
    @Override
    public void onRetry() {}

    @Override
    public void onNoBackend(ExchangeEnd end) {
        end(end);
    }

    @Override
    public void onBackend(int to, boolean isFresh) {
        final PoolView pool = selector.pool();
        attempt.start(pool, to, loop().nowNs());
        upstreams = listener.view().upstreams(pool).to(to);
        upstream = upstreams.create();
        final ExchangeEnd failure = upstreams.connect(upstream, this);
        if (failure != null) {
            onUpstreamConnectFailed(failure);
        } else if (upstream.isConnected()) {
            onUpstreamConnected();
        }
    }

    @Override
    public Transport clientTransport() {
        return transport;
    }

    @Override
    public void onUpstreamConnected() {
        connectedNs = loop().nowNs();
        attempt.onConnected(connectedNs);
        releaseSelector();
        state = State.RELAYING;
        after(relay.start(upstream.transport()));
    }

    @Override
    public void onUpstreamConnectFailed(ExchangeEnd end) {
        if (end.blame() == ExchangeEnd.Blame.UPSTREAM) {
            loop().counters().add(Counter.UPSTREAM_CONNECT_FAILURES);
        }
        final int backend = upstream.backend();
        upstream = null;
        attempt.end(end, loop().nowNs());
        if (!selector.triesAgain(backend, end)) {
            end(end);
        }
    }

    private void releaseSelector() {
        final BackendSelector over = selector;
        selector = null;
        retries = over.retryCount();
        isFallback = over.isFallback();
        pool = over.pool();
        over.release();
        listener.giveSelector(over);
    }

    // --- bytes

    @Override
    protected void onReady(int readyOps) {
        if ((readyOps & WRITE) != 0 && state != State.CLOSED) {
            after(relay.onClientWritable());
        }
        if ((readyOps & READ) != 0 && state != State.CLOSED) {
            after(relay.onClientReadable());
        }
        if ((readyOps & CONNECT) != 0 && state != State.CLOSED) {
            after(relay.onClientBroken()); // see ResetWatch
        }
    }

    @Override
    public void onUpstreamReadable() {
        after(relay.onUpstreamReadable());
    }

    @Override
    public void onUpstreamWritable() {
        after(relay.onUpstreamWritable());
    }

    private void after(Relay.State outcome) {
        switch (outcome) {
            case RUNNING -> {
                if (state == State.RELAYING) {
                    setTimer(relay.patienceMs(listener.idleMs()));
                } else if (state == State.GREETING) {
                    onGreeting();
                }
                if (state == State.GREETING || state == State.SEARCHING) {
                    relay.rest(state == State.GREETING);
                }
            }
            case ENDED -> end(ExchangeEnd.TUNNEL_CLOSED);
            case IDLE -> end(ExchangeEnd.TUNNEL_IDLE);
            case SILENT -> end(ExchangeEnd.TUNNEL_DRAINED);
            case CLIENT_BROKEN -> end(ExchangeEnd.CLIENT_GONE);
            case UPSTREAM_BROKEN -> end(ExchangeEnd.UPSTREAM_RESET);
        }
    }

    @Override
    public void setTimer(int ms) {
        loop().setTimer(timer, ms);
    }

    @Override
    public void clearTimer() {
        loop().timers().clear(timer);
    }

    @Override
    public void onTimer(long nowNs) {
        switch (state) {
            case GREETING -> end(ExchangeEnd.TLS_HELLO_TIMEOUT);
            case SEARCHING -> selector.onTimer();
            case RELAYING -> after(relay.onTimer());
            case CLOSED -> {}
        }
    }

    // --- ends

    @Override
    public void onEvicted(ExchangeEnd end) {
        end(end);
    }

    @Override
    protected void onEvicted(boolean isOwed) {
        end(isOwed ? ExchangeEnd.CLIENT_EVICTED : ExchangeEnd.NO_BUFFER);
    }

    /**
     * Running tunnels end in a silence, or when the time for stopping is up: nobody knows where else they could be
     * ended without harm.
     */
    @Override
    public void drain() {
        if (state == State.RELAYING) {
            relay.drain();
            setTimer(relay.patienceMs(listener.idleMs()));
        }
    }

    @Override
    public void cut() {
        end(ExchangeEnd.STOPPED);
    }

    @Override
    public void onFault() {
        end(ExchangeEnd.INTERNAL);
    }

    @Override
    public void onUpstreamFault() {
        upstream = null;
        end(ExchangeEnd.INTERNAL);
    }

    @Override
    public void onUpstreamStale() {
        throw new IllegalStateException("a connection that nobody has used before cannot be stale");
    }

    @Override
    public void onUpstreamTimeout() {
        throw new IllegalStateException("no deadline was set");
    }

    /** Closes both sides. Does nothing the second time. */
    void end(ExchangeEnd end) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        if (selector != null) {
            selector.end(end);
            releaseSelector();
        }
        count(end);
        relay.release();
        final boolean isInOrder = isInOrder(end);
        if (upstream != null) {
            close(upstream, isInOrder);
        }
        if (isInOrder) {
            transport.close();
        } else {
            transport.reset();
        }
        loop().timers().remove(timer);
        listener.view().clients().remove(this);
        loop().counters().add(Counter.CONNECTIONS_CLOSED);
        listener.onClosed();
    }

    private static boolean isInOrder(ExchangeEnd end) {
        return switch (end) {
            case TUNNEL_CLOSED, TUNNEL_IDLE, TUNNEL_DRAINED -> true;
            default -> false;
        };
    }

    private static void close(UpstreamConnection upstream, boolean isInOrder) {
        if (isInOrder) {
            upstream.close();
        } else {
            upstream.reset();
        }
    }

    private void count(ExchangeEnd end) {
        attempt.end(end, loop().nowNs(), relay.clientBytes(), relay.upstreamBytes());
        listener.tally().end(0);
        listener.view().ends().add(end);
        loop().counters().add(isInOrder(end) ? Counter.SERVED : Counter.FAILED);
        if (listener.note() != null) {
            listener.note().write(this, end);
        }
    }

    private EventLoop loop() {
        return listener.view().loop();
    }

    /** As {@link ClientAddress#of}. */
    byte[] clientAddress() {
        return clientAddress;
    }

    /** In another pool than that of the route. */
    boolean isFallback() {
        return isFallback;
    }

    /** Where its backend was sought; null when it came to no search. */
    PoolView pool() {
        return pool;
    }

    /** Of the backend that was tried last; null when there was none. */
    UpstreamPool upstreams() {
        return upstreams;
    }

    int retries() {
        return retries;
    }

    Relay relay() {
        return relay;
    }

    long openedNs() {
        return openedNs;
    }

    /** In line; {@link #NONE} when it did not wait. */
    long waitedNs() {
        return waitedNs;
    }

    /** {@link #NONE} when it was not. */
    long connectedNs() {
        return connectedNs;
    }
}
