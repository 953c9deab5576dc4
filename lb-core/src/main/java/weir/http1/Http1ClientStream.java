package weir.http1;

import java.nio.ByteBuffer;
import weir.exchange.ClientStream;
import weir.exchange.Exchange;
import weir.exchange.ExchangeLogEntry;
import weir.exchange.LoopView;
import weir.exchange.RequestSource;
import weir.filter.ClientFacts;
import weir.model.ListenerTimeouts;
import weir.net.IoHandler;
import weir.net.ResetWatch;
import weir.net.Transport;
import weir.relay.RelayBuffer;
import weir.upstream.TiedConnections;
import weir.upstream.UpstreamConnection;
import weir.upstream.Upstreams;

/**
 * A client's connection as the one stream that it carries: when it is read and when not, what its end means, and what
 * becomes of it.
 *
 * <p>While it is not read a FIN is not seen, but a reset is. Borrowed from the listener with its exchange, so that an
 * idle connection has neither. Thread: owning loop only.
 */
final class Http1ClientStream extends ClientStream {
    /**
     * A FIN that follows the client's last bytes within this time belongs to them: it has only half-closed and waits
     * for the response. One that comes later means that it has lost its patience. What Weir itself takes before it
     * looks does not count.
     */
    private static final long HALF_CLOSE_NS = 100_000_000;

    private final Http1Listener listener;
    private final LoopView view;
    private final Exchange exchange;
    /** Null while no client uses this, like the next one. */
    private ClientConnection connection;

    private Transport transport;
    /**
     * Of the client's last bytes, or of when reading went on after them: while nobody reads, a FIN may wait behind them
     * for long.
     */
    private long lastBytesNs;
    /** The client has sent FIN. */
    private boolean hasEnded;
    /** Null before the client was not read for the first time. */
    private ResetWatch watch;

    Http1ClientStream(Http1Listener listener) {
        this.listener = listener;
        this.view = listener.view();
        this.exchange = new Exchange(listener.tools(), this, listener.newUpstream());
    }

    Exchange exchange() {
        return exchange;
    }

    @Override
    protected RequestSource newRequest(ExchangeLogEntry note, RelayBuffer bytes, RelayBuffer.Reader owner) {
        return new RequestReader(listener, this, note, bytes, owner);
    }

    /** For the first request of a busy period. */
    void open(ClientConnection on) {
        connection = on;
        transport = on.transport();
        hasEnded = false;
        exchange.attach();
    }

    @Override
    protected boolean isOpen() {
        return connection != null;
    }

    @Override
    protected void release() {
        handOver();
        connection = null;
        transport = null;
    }

    // --- what becomes of it

    @Override
    protected void keep() {
        connection.onExchangeKept();
    }

    @Override
    protected void becomeIdle() {
        connection.becomeIdle();
    }

    @Override
    protected void linger() {
        connection.linger();
    }

    @Override
    protected void close() {
        connection.close();
    }

    @Override
    protected void reset() {
        connection.reset();
    }

    @Override
    protected void onFault() {
        connection.onFault();
    }

    // --- reading

    /** Bytes have come. */
    void onBytes() {
        lastBytesNs = view.loop().nowNs();
    }

    /** For the rest of a head. */
    void awaitBytes() {
        transport.want(IoHandler.READ);
    }

    @Override
    protected void stopReading() {
        transport.unwant(IoHandler.READ);
        if (watch == null) {
            watch = new ResetWatch(view.loop());
        }
        watch.begin(transport);
    }

    @Override
    protected void resumeReading() {
        if (!hasEnded && (transport.interest() & IoHandler.READ) == 0) {
            transport.want(IoHandler.READ);
            lastBytesNs = view.loop().nowNs();
        }
    }

    @Override
    protected void leaveUnread() {
        transport.unwant(IoHandler.READ);
    }

    @Override
    protected void readSoon() {
        view.loop().dispatch(connection, IoHandler.READ);
    }

    @Override
    protected void handOver() {
        if (watch != null) {
            watch.end();
        }
    }

    /** The client sends nothing more. */
    void end() {
        hasEnded = true;
    }

    @Override
    protected boolean hasEnded() {
        return hasEnded;
    }

    /** Nothing shows that the client's end has come later than so soon after its bytes. */
    boolean isPrompt() {
        return view.loop().newsSinceNs() - lastBytesNs <= HALF_CLOSE_NS || transport.wasPutOff();
    }

    // --- writing

    @Override
    protected int write(RelayBuffer from) {
        return from.write(transport);
    }

    @Override
    protected int write(ByteBuffer from) {
        return transport.write(from);
    }

    @Override
    protected void awaitRoom() {
        transport.want(IoHandler.WRITE);
    }

    @Override
    protected void endAwaitingRoom() {
        transport.unwant(IoHandler.WRITE);
    }

    // --- time

    @Override
    protected void setTimer(int ms) {
        connection.setTimer(ms);
    }

    @Override
    protected void setTimer(int ms, long leftNs) {
        connection.setTimer(ms, leftNs);
    }

    @Override
    protected void clearTimer() {
        connection.clearTimer();
    }

    @Override
    protected ListenerTimeouts timeouts() {
        return connection.timeouts();
    }

    // --- what is known of the client

    /** How long the next request is waited for. */
    int idleMs() {
        return connection.idleMs();
    }

    @Override
    protected boolean isLastRequest() {
        return connection.isLastRequest();
    }

    @Override
    protected ClientFacts facts() {
        return connection;
    }

    @Override
    protected TiedConnections tied() {
        return connection.tied();
    }

    @Override
    public void tie(UpstreamConnection upstream, Upstreams of, boolean mustRest) {
        connection.keep(upstream, of, mustRest);
    }

    @Override
    protected Transport transport() {
        return transport;
    }
}
