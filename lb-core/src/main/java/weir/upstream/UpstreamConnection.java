package weir.upstream;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import weir.model.ExchangeEnd;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.Shortage;
import weir.net.Transport;
import weir.net.tls.TlsFault;
import weir.net.tls.TlsPeer;
import weir.net.tls.TlsTransport;
import weir.stats.Counter;
import weir.time.Timer;

/**
 * One connection to a backend: connecting, in use by one exchange, or idle in its pool.
 *
 * <pre>
 *   CONNECTING --established, greeted, secured--> IN_USE <--> IDLE --(peer closes, speaks out of turn, or idle time-out)--> CLOSED
 *        '--refused, time-out--> CLOSED <------'
 * </pre>
 *
 * <p>Keeps its read interest for life, so a request costs no epoll_ctl, and a backend's FIN takes an idle connection out of the pool at once. Thread:
 * owning loop only.
 */
public final class UpstreamConnection extends IoHandler implements Timer.Target, TlsTransport.Owner {
    private enum State {
        CONNECTING,
        IN_USE,
        IDLE,
        CLOSED
    }

    /** The deadline of connecting comes before. */
    private static final int SECURE_MS_MAX = Integer.MAX_VALUE;

    /** Hardly a backend closes an unused connection sooner. */
    private static final long CLOSED_AFTER_NS = 1_000_000_000;

    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_UNAUTHORIZED = 407;

    private final EventLoop loop;
    private final UpstreamPool pool;
    private final Timer timer = new Timer(this);
    private Transport transport;
    private UpstreamUser user;
    /** Null where backends want no PROXY header. */
    private ProxyGreeting greeting;
    /** Null without TLS, and when it is there. */
    private TlsPeer tls;
    /** {@link #connect} is still running, which returns what its caller would else be told. */
    private boolean isBeginning;

    /** All that the backend has. */
    private List<SocketAddress> addresses = List.of();
    /** Which of them it is. */
    private int at;
    /** How many more could be tried. */
    private int others;

    private ExchangeEnd secureFailure = ExchangeEnd.TLS_FAILED;

    private State state = State.CONNECTING;
    private int exchanges;
    /** Something that nobody has asked for might have come since it became idle. */
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
     * Starts connecting on behalf of {@code user}, who is told the result unless it is known at once.
     *
     * @param addresses at least one; the next one is tried when one refuses
     * @param first index of the one to begin with, if there are so many
     * @param with what is sent first; null = nothing
     * @param byTls null = without
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
        greeting = with;
        tls = byTls;
        this.addresses = addresses;
        at = first < addresses.size() ? first : 0;
        others = addresses.size() - 1;
        final ExchangeEnd refusal = open();
        if (refusal != null) {
            state = State.CLOSED;
            return refusal;
        }
        loop.descriptors().onUpstreamOpened();
        isBeginning = true;
        final ExchangeEnd failure = transport.isConnected() ? begin() : null;
        isBeginning = false;
        if (failure != null) {
            close();
        } else if (state == State.CONNECTING) {
            setDeadline(timeoutMs);
        }
        return failure;
    }

    /** Begins with an address, and with others after it where it is refused at once. Null when one of them is connected or may yet be. */
    private ExchangeEnd open() {
        while (true) {
            try {
                transport = loop.network().connect(addresses.get(at), this);
                return null;
            } catch (IOException e) {
                final ExchangeEnd end = why(e.getMessage());
                if (!goOn(end)) {
                    return end;
                }
            }
        }
    }

    /** True when there is another address to be tried after that. */
    private boolean goOn(ExchangeEnd end) {
        if (others == 0 || end != ExchangeEnd.CONNECT_REFUSED && end != ExchangeEnd.CONNECT_FAILED) {
            return false;
        }
        others--;
        skip();
        return true;
    }

    private void skip() {
        at = (at + 1) % addresses.size();
        pool.beginWith(at);
    }

    /** Where it leads to. */
    SocketAddress address() {
        return addresses.get(at);
    }

    /** It was opened when the backend had these. */
    boolean isOneOf(List<SocketAddress> addresses) {
        return this.addresses == addresses;
    }

    /** Established: what comes before the first request is sent, in turn. Null when that is done, or goes on. */
    private ExchangeEnd begin() {
        if (!greet()) {
            return transport.isOpen() ? null : ExchangeEnd.CONNECT_FAILED;
        }
        if (tls != null) {
            return secure();
        }
        becomeReady();
        return null;
    }

    /** The deadline of connecting holds for TLS, too. */
    private ExchangeEnd secure() {
        final TlsPeer with = tls;
        tls = null;
        try {
            final TlsTransport secured = with.secure(transport, this, SECURE_MS_MAX);
            transport = secured;
            return secured.isOpen() ? null : secureFailure;
        } catch (IOException e) {
            return why(e.getMessage());
        }
    }

    @Override
    public void onSecure(TlsTransport secured) {
        transport = secured;
        secured.attach(this);
        becomeReady();
        if (!isBeginning) {
            user.onUpstreamConnected();
        }
    }

    @Override
    public void onHandshakeFailed(TlsTransport failed, TlsFault why) {
        secureFailure = why.isOurs() ? ExchangeEnd.NO_BUFFER : ExchangeEnd.TLS_FAILED;
        if (!isBeginning) {
            failConnect(secureFailure);
        }
    }

    private void becomeReady() {
        clearDeadline();
        transport.interest(READ);
        state = State.IN_USE;
    }

    /** True when nothing of the PROXY header is left to be sent. Closes the transport when it is broken. */
    private boolean greet() {
        if (greeting == null) {
            return true;
        }
        if (transport.write(greeting.header()) < 0) {
            transport.close();
            return false;
        }
        final boolean isSent = !greeting.header().hasRemaining();
        transport.interest(isSent ? READ : WRITE);
        return isSent;
    }

    /** It may be used for that client: it is anybody's, or that client's. */
    boolean isFor(Transport client) {
        return greeting == null || greeting.client() == client;
    }

    private static ExchangeEnd why(String message) {
        return switch (Shortage.of(message)) {
            case DESCRIPTORS -> ExchangeEnd.NO_DESCRIPTOR;
            case PORTS -> ExchangeEnd.NO_LOCAL_PORT;
            case MEMORY -> ExchangeEnd.NO_MEMORY;
            case NONE ->
                "Connection refused".equals(message) ? ExchangeEnd.CONNECT_REFUSED : ExchangeEnd.CONNECT_FAILED;
        };
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

    /** It was kept for its client, who does not need it any more. */
    void closeTied() {
        pool.closeTied(this);
    }

    void restUntil(long ns) {
        isSuspect = true;
        restsUntilNs = ns;
    }

    boolean hasRested(long nowNs) {
        return restNs(nowNs) == 0;
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

    /** Looks once more: true when the backend has sent nothing beyond what was read, and has not ended. Costs a read of the socket. */
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
            case CONNECTING -> finishConnect();
            case IDLE -> {
                pool.remove(this); // FIN, reset, or bytes that no request has asked for
                close();
            }
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

    /** All events of a turn happened before its first handler ran, so those of the turn in which a request was sent cannot be its response. */
    private void onReadable() {
        if (takenInTurn == loop.turnCount()) {
            user.onUpstreamStale();
        } else {
            user.onUpstreamReadable();
        }
    }

    private void finishConnect() {
        final String failure = transport.isConnected() ? null : transport.finishConnect();
        if (failure != null) {
            tryNext(why(failure));
            return;
        }
        begun();
    }

    private void begun() {
        isBeginning = true;
        final ExchangeEnd end = begin();
        isBeginning = false;
        if (end != null) {
            failConnect(end);
        } else if (state == State.IN_USE) {
            user.onUpstreamConnected();
        }
    }

    /** The deadline stays. */
    private void tryNext(ExchangeEnd failure) {
        if (!goOn(failure)) {
            failConnect(failure);
            return;
        }
        transport.close();
        final ExchangeEnd refusal = open();
        if (refusal != null) {
            failConnect(refusal);
        } else if (transport.isConnected()) {
            begun();
        }
    }

    private void failConnect(ExchangeEnd end) {
        final UpstreamUser told = user;
        close();
        told.onUpstreamConnectFailed(end);
    }

    @Override
    public void onTimer(long nowNs) {
        switch (state) {
            case CONNECTING -> {
                skip(); // the next connection may have more luck elsewhere
                failConnect(ExchangeEnd.CONNECT_TIMEOUT);
            }
            case IDLE -> {
                pool.remove(this);
                close();
            }
            case IN_USE -> user.onUpstreamTimeout();
            case CLOSED -> {}
        }
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
