package weir.http1;

import weir.exchange.LoopView;
import weir.filter.ClientFacts;
import weir.filter.ClientText;
import weir.filter.ForwardedFields;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.net.Client;
import weir.net.Transport;
import weir.stats.Counter;
import weir.time.Timer;
import weir.upstream.TiedConnections;
import weir.upstream.UpstreamConnection;
import weir.upstream.Upstreams;

/**
 * One accepted client socket.
 *
 * <pre>
 *   IDLE --bytes--> BUSY --exchange over, next may come--> IDLE
 *     |               '--exchange over, last one, or cut--> LINGERING --FIN or timeout--> CLOSED
 *     '--FIN, idle timeout--> CLOSED
 * </pre>
 *
 * <p>When Weir stops, an idle client may still send one request, which is answered with {@code Connection: close}:
 * closing at once would lose those that are on the way.
 *
 * <p>While idle it holds no buffer and no exchange: the fields below are all there is, so keep them few. Thread: owning
 * loop only.
 */
final class ClientConnection extends Client implements Timer.Target, ClientFacts {
    private enum State {
        IDLE,
        BUSY,
        LINGERING,
        CLOSED
    }

    /**
     * A unit is 67 ms: precise enough for what is measured in seconds, and so coarse that a client which sends one
     * request after the other is not moved in its loop's list for each of them.
     */
    private static final int IDLE_SHIFT = 26;

    private final Http1Listener listener;
    private final Timer timer = new Timer(this);
    private final Transport transport;
    private State state = State.IDLE;
    /** Null while it is idle, or ends. */
    private Http1ClientStream stream;

    private ForwardedFields forwarded;
    /** Tells backends of the client's certificate; null where they are not told, or it has shown none. */
    private byte[] certificateLine;
    /** Null until a template asks. */
    private ClientText text;

    /** In units of 2^{@link #IDLE_SHIFT} ns, which an int can be compared in for years. */
    private int idleSince;
    /** Null until a backend authenticates connections. */
    private TiedConnections tied;

    private int requests;
    /** Requests in a row that were there before the one before was answered. */
    private int pipelined;

    /** The next request is in the buffer already, and a loop further down the stack will start it. */
    private boolean isNextPending;

    private boolean isStarting;
    /** Its time is up; whether a request has come meanwhile is looked at once more. */
    private boolean isEndingIdle;

    ClientConnection(Http1Listener listener, Transport transport) {
        this.listener = listener;
        this.transport = transport;
    }

    @Override
    protected void onOpen() {
        certificateLine = ClientLines.certificate(listener.listener().tls(), transport.facts());
        idleSince = now();
        listener.view().clients().add(this);
        setTimer(idleMs());
    }

    @Override
    protected void onReady(int readyOps) {
        switch (state) {
            case IDLE -> beginExchange();
            case BUSY -> {
                if ((readyOps & WRITE) != 0) {
                    stream.exchange().onClientWritable();
                }
                if ((readyOps & READ) != 0 && state == State.BUSY) {
                    stream.exchange().onClientReadable();
                }
                if ((readyOps & CONNECT) != 0 && state == State.BUSY) {
                    stream.exchange().onClientBroken(); // see ResetWatch
                }
            }
            case LINGERING -> discard();
            case CLOSED -> {}
        }
    }

    private void beginExchange() {
        listener.view().clients().wake(this);
        state = State.BUSY;
        stream = listener.takeStream(this);
        stream.exchange().onClientReadable();
    }

    @Override
    public void onTimer(long nowNs) {
        switch (state) {
            case IDLE -> endIdle();
            case LINGERING -> close();
            case BUSY -> stream.exchange().onClientTimeout();
            case CLOSED -> {}
        }
    }

    /** Closes, unless a request has come since the loop looked last, which may be the length of a turn ago. */
    private void endIdle() {
        isEndingIdle = true;
        beginExchange();
        isEndingIdle = false;
    }

    /**
     * The exchange is over, and this connection lives on. Requests that are in the buffer already are started in turn,
     * not in each other's stack.
     */
    void onExchangeKept() {
        isEndingIdle = false;
        requests++;
        if (!stream.exchange().hasNext()) {
            becomeIdle();
            return;
        }
        pipelined++;
        isNextPending = true;
        if (!isStarting) {
            isStarting = true;
            while (isNextPending) {
                isNextPending = false;
                stream.exchange().startNext();
            }
            isStarting = false;
        }
    }

    /** Nothing of a request has come, or none is under way any more. */
    void becomeIdle() {
        releaseExchange();
        if (isEndingIdle) {
            endWithoutRequest();
            return;
        }
        state = State.IDLE;
        final int now = now();
        if (now != idleSince) {
            idleSince = now;
            listener.view().clients().onIdle(this);
        }
        pipelined = 0;
        transport.interest(READ);
        setTimer(idleMs());
    }

    /**
     * A client that Weir leaves because it stops did nothing wrong, and sees an end in good order even if it sends
     * something just then.
     */
    private void endWithoutRequest() {
        if (listener.view().isDraining()) {
            linger();
        } else {
            close();
        }
    }

    /** How long the next request is waited for. */
    int idleMs() {
        final LoopView view = listener.view();
        return view.isDraining()
                ? Math.min(view.drainIdleMs(), timeouts().idleMs())
                : timeouts().idleMs();
    }

    /**
     * Sends FIN and reads on for a while: closing while bytes are unread or still come makes the kernel send a reset,
     * and that may eat the last response before the client has read it (RFC 9112 §9.6).
     */
    void linger() {
        releaseExchange();
        closeTied();
        if (timeouts().lingerMs() == 0) {
            close();
            return;
        }
        state = State.LINGERING;
        transport.shutdownOutput();
        if (transport.isOpen()) {
            transport.interest(READ);
            setTimer(timeouts().lingerMs());
        } else {
            close();
        }
    }

    private void discard() {
        if (transport.read(listener.view().scratch()) < 0) {
            close();
        }
    }

    /**
     * Closes at once; what is in the kernel's send buffer still goes out, unless the client has sent what nobody has
     * read, or does so later.
     */
    void close() {
        if (leave()) {
            transport.close();
        }
    }

    /** Closes so that the client sees an error. */
    void reset() {
        if (leave()) {
            transport.reset();
        }
    }

    private boolean leave() {
        if (state == State.CLOSED || transport == null) {
            return false; // or nothing was begun that could be ended
        }
        releaseExchange();
        state = State.CLOSED;
        isNextPending = false;
        final LoopView view = listener.view();
        view.loop().timers().remove(timer);
        view.clients().remove(this);
        view.closeIdleOf(transport);
        closeTied();
        view.loop().counters().add(Counter.CONNECTIONS_CLOSED);
        listener.onClosed(this);
        return true;
    }

    private void releaseExchange() {
        if (stream != null) {
            final Http1ClientStream over = stream;
            stream = null;
            over.exchange().release();
            listener.giveStream(over);
        }
    }

    private int now() {
        return (int) (listener.view().loop().nowNs() >> IDLE_SHIFT);
    }

    @Override
    protected boolean isIdleFor(long ns) {
        return state == State.IDLE && now() - idleSince >= ns >> IDLE_SHIFT;
    }

    @Override
    protected void closeIdle() {
        if (state == State.IDLE) {
            close();
        }
    }

    /** The next request may be on the way, and gets a moment. */
    @Override
    public void drain() {
        if (state == State.BUSY && stream.exchange().isTunnel()) {
            stream.exchange().onDrain();
        } else if (state == State.IDLE
                || state == State.BUSY && !stream.exchange().hasBegun()) {
            setTimer(idleMs());
        }
    }

    @Override
    public void cut() {
        if (state == State.BUSY) {
            stream.exchange().onCut();
        }
        close();
    }

    @Override
    protected void onEvicted(boolean isOwed) {
        if (state == State.BUSY) {
            stream.exchange().onClientEvicted(isOwed);
        } else {
            close();
        }
    }

    @Override
    protected void onFault() {
        if (stream != null) {
            stream.exchange().onClientFault();
        }
        reset();
    }

    void setTimer(int ms) {
        listener.view().loop().setTimer(timer, ms);
    }

    /** The same, or sooner if so little time is left. */
    void setTimer(int ms, long leftNs) {
        final var loop = listener.view().loop();
        loop.timers().set(timer, loop.nowNs() + Math.min(ms * 1_000_000L, Math.max(0, leftNs)));
    }

    /** Null when no backend knows this client by its connection. */
    TiedConnections tied() {
        return tied;
    }

    /** The upstream connection is for this client only, and not used at the moment; as {@link TiedConnections#add}. */
    void keep(UpstreamConnection upstream, Upstreams of, boolean mustRest) {
        if (tied == null) {
            tied = new TiedConnections();
        }
        tied.add(upstream, of, mustRest);
    }

    private void closeTied() {
        if (tied != null) {
            tied.close();
        }
    }

    void clearTimer() {
        listener.view().loop().timers().clear(timer);
    }

    Transport transport() {
        return transport;
    }

    ListenerTimeouts timeouts() {
        return listener.listener().timeouts();
    }

    /** True when the running request is the last that this connection may carry. */
    boolean isLastRequest() {
        final ListenerLimits limits = listener.listener().limits();
        return requests + 1 >= limits.requestsMax()
                || stream.exchange().hasNext() && pipelined >= limits.pipelinedMax();
    }

    /** Made with the first request, for all of them. */
    @Override
    public ForwardedFields forwarded() {
        if (forwarded == null) {
            forwarded =
                    ClientLines.forwarded(transport.facts(), listener.listener().forwarding());
        }
        return forwarded;
    }

    /** Null where backends are not told of a certificate. */
    @Override
    public byte[] certificateLine() {
        return certificateLine;
    }

    /** Host line that names what this client connected to, for requests that name nothing. */
    @Override
    public byte[] ownAuthorityLine() {
        return ClientLines.ownAuthority(transport.facts());
    }

    @Override
    public ClientText text() {
        if (text == null) {
            text = ClientLines.text(transport.facts());
        }
        return text;
    }
}
