package weir.upstream;

import java.net.SocketAddress;
import java.util.List;
import weir.model.ExchangeEnd;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.net.tls.TlsPeer;
import weir.stats.Counter;
import weir.time.Timer;

/**
 * One connection to a backend: connecting, in use by one exchange, or idle in its pool.
 *
 * <pre>
 *   CONNECTING --established, greeted, secured--> IN_USE <--> IDLE --(peer closes, speaks out of turn, or idle time-out)--> CLOSED
 *        '--refused, timeout--> CLOSED <-------'
 * </pre>
 *
 * <p>Keeps its read interest for life, so a request costs no epoll_ctl, and a backend's FIN takes an idle connection
 * out of the pool at once. Thread: owning loop only.
 */
public final class UpstreamConnection extends IoHandler implements Timer.Target {
    private enum State {
        CONNECTING,
        IN_USE,
        IDLE,
        CLOSED
    }

    /** Hardly a backend closes an unused connection sooner. */
    private static final long CLOSED_AFTER_NS = 1_000_000_000;

    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_UNAUTHORIZED = 407;

    private final EventLoop loop;
    private final UpstreamPool pool;
    private final Timer timer = new Timer(this);
    private Transport transport;
    private UpstreamUser user;
    /** The only one that may use it; null = anybody's. */
    private Transport client;
    /** Null before {@link #connect}, and once that is done. */
    private Connecting connecting;
    /** All that the backend had. */
    private List<SocketAddress> addresses = List.of();
    /** Which of them it is; null before it is established. */
    private SocketAddress address;

    private State state = State.CONNECTING;
    private int exchanges;
    /** Unsolicited bytes may have come since it became idle. */
    private boolean isSuspect;

    private long idleSinceNs;
    private long restsUntilNs;
    /** What the backend takes it for, it is for one client only; see {@link TiedConnections}. */
    private boolean isTied;
    /** The backend has asked for more credentials. */
    private boolean isInHandshake;
    /** The turn in which it was last taken from the pool. */
    private long takenInTurn = -1;

    UpstreamConnection(EventLoop loop, UpstreamPool pool) {
        this.loop = loop;
        this.pool = pool;
    }

    /**
     * Starts connecting on behalf of {@code user}, which is notified of the result unless it is known at once. The
     * other parameters are those of {@link Connecting}.
     *
     * @return null when connected or still connecting, else how it failed
     */
    ExchangeEnd connect(
            List<SocketAddress> addresses,
            int first,
            int timeoutMs,
            UpstreamUser forUser,
            ProxyGreeting with,
            TlsPeer byTls) {
        loop.counters().add(Counter.UPSTREAM_CONNECTS);
        user = forUser;
        client = with == null ? null : with.client();
        this.addresses = addresses;
        connecting = new Connecting(loop, this, pool, addresses, first, with, byTls);
        final ExchangeEnd refusal = connecting.open();
        if (refusal != null) {
            state = State.CLOSED;
            return refusal;
        }
        loop.descriptors().onUpstreamOpened();
        final ExchangeEnd failure = connecting.begin();
        if (failure != null) {
            close();
        } else if (state == State.CONNECTING) {
            setDeadline(timeoutMs);
        }
        return failure;
    }

    /** Where it leads to. */
    SocketAddress address() {
        return address;
    }

    /** It was opened when the backend had these. */
    boolean isOneOf(List<SocketAddress> addresses) {
        return this.addresses == addresses;
    }

    void setTransport(Transport to) {
        transport = to;
    }

    /** All is done that comes before the first request. */
    void becomeReady() {
        address = connecting.address();
        connecting = null;
        clearDeadline();
        transport.interest(READ);
        state = State.IN_USE;
    }

    /** The user is notified of {@link #becomeReady}. */
    void onConnected() {
        user.onUpstreamConnected();
    }

    void failConnect(ExchangeEnd end) {
        final UpstreamUser told = user;
        close();
        told.onUpstreamConnectFailed(end);
    }

    /** It may be used for that client: it is anybody's, or that client's. */
    boolean isFor(Transport client) {
        return this.client == null || this.client == client;
    }

    public boolean isConnected() {
        return state == State.IN_USE;
    }

    /**
     * Nothing of a response that nobody has asked for is here, and no end. Costs a read of the socket where that is not
     * unlikely: the event that tells of it may stand further back in the same turn. For what cannot be sent again that
     * would be its failure, so it is looked for once the connection has been unused for as long as backends wait before
     * they close one. Connections that are in use all the time are not looked at: that would be one system call more
     * for each POST.
     */
    boolean isClean(boolean maySendAgain) {
        final boolean mustLook = isSuspect || !maySendAgain && loop.nowNs() - idleSinceNs >= CLOSED_AFTER_NS;
        return !transport.holdsBytes() && (!mustLook || isSilent());
    }

    /** From now on it is for this client only. */
    public void tie() {
        isTied = true;
    }

    public boolean isTied() {
        return isTied;
    }

    /** @param status of the response on a tied connection */
    public void onTiedResponse(int status) {
        isInHandshake = status == UNAUTHORIZED || status == PROXY_UNAUTHORIZED;
    }

    /** What is sent now makes sense on this connection only. */
    public boolean isInHandshake() {
        return isTied && isInHandshake;
    }

    boolean isIdle() {
        return state == State.IDLE;
    }

    boolean isOf(UpstreamPool that) {
        return pool == that;
    }

    /** As {@link UpstreamPool#keepForClient}. */
    boolean keepForClient(boolean mustRest) {
        return pool.keepForClient(this, mustRest);
    }

    /** It was kept for its client, which does not need it any more. */
    void closeTied() {
        pool.closeTied(this);
    }

    void restUntil(long ns) {
        isSuspect = true;
        restsUntilNs = ns;
    }

    /** How much longer it is watched before it may be used. */
    public long restNs(long nowNs) {
        return isSuspect ? Math.max(0, restsUntilNs - nowNs) : 0;
    }

    /** Taken from the pool. */
    void use(UpstreamUser byUser) {
        assert state == State.IDLE;
        takenInTurn = loop.turnCount();
        user = byUser;
        isSuspect = false;
        state = State.IN_USE;
    }

    /**
     * Its exchange is over, and the backend waits for the next one.
     *
     * @param mustRest as {@link UpstreamPool#give}
     */
    public void giveBack(boolean mustRest) {
        pool.give(this, mustRest);
    }

    /** Into the pool until someone uses it or {@code idleMs} have passed. */
    void idle(int idleMs) {
        assert state == State.IN_USE;
        user = null;
        exchanges++;
        idleSinceNs = loop.nowNs();
        state = State.IDLE;
        transport.interest(READ);
        setDeadline(idleMs);
    }

    /** Calls the user's {@link UpstreamUser#onUpstreamTimeout} unless it is set anew or cleared within {@code ms}. */
    public void setDeadline(int ms) {
        loop.setTimer(timer, ms);
    }

    public void clearDeadline() {
        loop.timers().clear(timer);
    }

    /**
     * Looks once more: true when the backend has sent nothing beyond what was read, and has not ended. Costs a read of
     * the socket.
     */
    public boolean isSilent() {
        return transport.read(pool.oneByte()) == 0 && transport.isDrained();
    }

    /** True when it has carried an exchange before, so the backend may have closed it meanwhile. */
    public boolean isReused() {
        return exchanges > 0;
    }

    public Transport transport() {
        return transport;
    }

    public int backend() {
        return pool.backend();
    }

    @Override
    protected void onReady(int readyOps) {
        switch (state) {
            case CONNECTING -> connecting.onReady();
            case IDLE -> closeIdle(); // FIN, reset, or bytes that no request has asked for
            case IN_USE -> {
                if ((readyOps & WRITE) != 0) {
                    user.onUpstreamWritable();
                }
                if ((readyOps & READ) != 0 && state == State.IN_USE) {
                    onReadable();
                }
            }
            case CLOSED -> {}
        }
    }

    /**
     * All events of a turn happened before its first handler ran, so those of the turn in which a request was sent
     * cannot be its response.
     */
    private void onReadable() {
        if (takenInTurn == loop.turnCount()) {
            user.onUpstreamStale();
        } else {
            user.onUpstreamReadable();
        }
    }

    @Override
    public void onTimer(long nowNs) {
        switch (state) {
            case CONNECTING -> {
                connecting.skip();
                failConnect(ExchangeEnd.CONNECT_TIMEOUT);
            }
            case IDLE -> closeIdle();
            case IN_USE -> user.onUpstreamTimeout();
            case CLOSED -> {}
        }
    }

    private void closeIdle() {
        pool.remove(this);
        close();
    }

    /** Lets go of the user and closes; it does not come back to the pool. */
    public void close() {
        if (leave() && transport != null) {
            transport.close();
        }
    }

    /** The same, so that the backend sees an error. */
    public void reset() {
        if (leave() && transport != null) {
            transport.reset();
        }
    }

    private boolean leave() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CLOSED;
        user = null;
        if (transport != null) {
            loop.descriptors().onUpstreamClosed();
        }
        loop.timers().remove(timer);
        return true;
    }

    @Override
    protected void onFault() {
        final UpstreamUser told = user;
        if (state == State.IDLE) {
            pool.remove(this);
        }
        close();
        if (told != null) {
            told.onUpstreamFault();
        }
    }
}
