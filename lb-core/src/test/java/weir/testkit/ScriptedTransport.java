package weir.testkit;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import weir.net.ConnectionFacts;
import weir.net.IoHandler;
import weir.net.Transport;

/**
 * An end of a connection in memory. Weir's side is the {@link Transport}; the peer's side are the methods
 * {@code arrives} to {@code received}.
 *
 * <p>A read returns bytes of one piece only, so pieces come through as they were cut. Bytes that arrived before a FIN
 * or a reset are read before it, as on Linux. Thread: the test's.
 */
public final class ScriptedTransport extends Transport {
    public static final long UNLIMITED = Long.MAX_VALUE;

    private enum Link {
        CONNECTING,
        ESTABLISHED,
        FAILED
    }

    private IoHandler handler;
    /** As long as it is open. */
    private ConnectionFacts facts;

    private final ArrayDeque<ByteBuffer> arrived = new ArrayDeque<>();
    /** One character per byte. */
    private final StringBuilder written = new StringBuilder();

    private Link link = Link.ESTABLISHED;
    private String connectFailure;
    private boolean isConnectKnown;
    private int interest;
    private long window = UNLIMITED;
    /** Writing would take bytes, but no readiness says so. */
    private boolean isRoomSecret;

    private boolean isPeerEnded;
    private boolean isPeerGone;
    private boolean isOutputShut;
    private boolean isOpen = true;
    private boolean isReset;
    private boolean failsNextRead;
    private int reads;

    ScriptedTransport(IoHandler handler, InetSocketAddress remote, InetSocketAddress local) {
        this.handler = handler;
        this.facts = new ConnectionFacts(remote, local);
        this.interest = IoHandler.READ;
    }

    IoHandler handler() {
        return handler;
    }

    /** What epoll would report, whether anyone asked for it or not. A broken connection is ready for everything. */
    int readyOps() {
        if (!isOpen) {
            return 0;
        }
        if (link != Link.ESTABLISHED) {
            return isConnectKnown ? IoHandler.CONNECT : 0;
        }
        final boolean isBroken = isPeerGone || isHungUp();
        final boolean isReadable = !arrived.isEmpty() || isPeerEnded || isPeerGone;
        final boolean isWritable = window > 0 && !isRoomSecret || isBroken;
        return (isReadable ? IoHandler.READ : 0)
                | (isWritable ? IoHandler.WRITE : 0)
                | (isBroken ? IoHandler.CONNECT : 0);
    }

    /** Both sides have ended; the kernel says so though bytes stand before the peer's end. */
    private boolean isHungUp() {
        return isPeerEnded && isEndedByWeir();
    }

    // --- connecting

    void startConnecting() {
        link = Link.CONNECTING;
        interest = IoHandler.CONNECT;
    }

    void establish() {
        isConnectKnown = true;
        connectFailure = null;
    }

    void failConnect(String why) {
        isConnectKnown = true;
        connectFailure = why;
    }

    // --- the peer's side

    void arrives(byte[] piece) {
        if (piece.length > 0) {
            arrived.add(ByteBuffer.wrap(piece.clone()));
        }
    }

    void peerEnds() {
        isPeerEnded = true;
    }

    void peerGone() {
        isPeerGone = true;
    }

    void windowUnannounced(long bytes) {
        window = bytes;
        isRoomSecret = true;
    }

    /** How many more bytes Weir may write before the peer's window is full. */
    void window(long bytes) {
        isRoomSecret = false;
        window = bytes;
    }

    /** Everything that Weir has written. */
    String received() {
        return written.toString();
    }

    String receivedFrom(int position) {
        return written.substring(position);
    }

    int receivedBytes() {
        return written.length();
    }

    /** Weir has sent FIN, or closed. */
    boolean isEndedByWeir() {
        return isOutputShut || !isOpen;
    }

    boolean isResetByWeir() {
        return isReset;
    }

    /** Bytes that arrived and were not read. */
    int unreadBytes() {
        return arrived.stream().mapToInt(ByteBuffer::remaining).sum();
    }

    boolean hasPeerEnded() {
        return isPeerEnded || isPeerGone;
    }

    int reads() {
        return reads;
    }

    void failNextRead() {
        failsNextRead = true;
    }

    // --- Weir's side

    @Override
    public int read(ByteBuffer in) {
        reads++;
        if (failsNextRead) {
            failsNextRead = false;
            throw new IllegalStateException("a bug, on purpose");
        }
        if (!isOpen || link != Link.ESTABLISHED) {
            return GONE;
        }
        if (arrived.isEmpty()) {
            return isPeerGone ? GONE : isPeerEnded ? EOF : 0;
        }
        final ByteBuffer piece = arrived.peek();
        final int count = Math.min(piece.remaining(), in.remaining());
        in.put(piece.slice().limit(count));
        piece.position(piece.position() + count);
        if (!piece.hasRemaining()) {
            arrived.remove();
        }
        return count;
    }

    @Override
    public int write(ByteBuffer out) {
        if (!isOpen || link != Link.ESTABLISHED || isOutputShut || isPeerGone) {
            return GONE;
        }
        final int count = (int) Math.min(window, out.remaining());
        for (int i = 0; i < count; i++) {
            written.append((char) (out.get() & 0xff));
        }
        if (window != UNLIMITED) {
            window -= count;
        }
        return count;
    }

    @Override
    public void interest(int ops) {
        if (isOpen) {
            interest = ops;
        }
    }

    @Override
    public int interest() {
        return interest;
    }

    @Override
    public boolean isConnected() {
        return link == Link.ESTABLISHED;
    }

    @Override
    public String finishConnect() {
        if (!isConnectKnown) {
            return "connection is not established";
        }
        link = connectFailure == null ? Link.ESTABLISHED : Link.FAILED;
        return connectFailure;
    }

    @Override
    public boolean knowsResets() {
        return true;
    }

    @Override
    public void shutdownOutput() {
        if (isPeerGone) {
            close();
        } else {
            isOutputShut = true;
        }
    }

    @Override
    public void close() {
        isOpen = false;
    }

    @Override
    public void reset() {
        if (isOpen) {
            isReset = true;
            isOpen = false;
        }
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public ConnectionFacts facts() {
        return isOpen ? facts : new ConnectionFacts(null, null, facts.tlsSession(), facts.proxyHeader());
    }

    @Override
    public void setHandler(IoHandler to) {
        handler = to;
    }

    @Override
    public Transport withFacts(ConnectionFacts told) {
        facts = told;
        return this;
    }
}
