package weir.net.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import weir.buf.BufferQueue;
import weir.buf.BufferQueue.Side;
import weir.buf.BufferQueue.Use;
import weir.net.Transport;
import weir.stats.Counter;

/**
 * One connection's way out: puts bytes into records and these onto the socket.
 *
 * <p>A record that the socket has not taken whole counts as not written: its payload stays with the caller, who comes
 * again with the same bytes, as with a plain socket that took nothing. So what the caller takes for sent is with the
 * kernel, and closing loses nothing. Before anything is written there is a buffer for what the socket may not take;
 * what it did not take rests in a small one if it is little. Thread: owning loop only.
 */
final class RecordWriter extends BufferQueue.Holder {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** What engines want to find free, even for a short record. */
    private static final int ROOM_FOR_RECORD = 16_709;

    private final TlsLoop shared;
    private final TlsTransport transport;
    private final SSLEngine engine;
    private final Transport under;
    /** Rest of records that the socket has not taken; null = nothing. */
    private ByteBuffer unsent;
    /**
     * For what will not be taken; null but while something is written, after it was waited for, or while it is kept.
     */
    private ByteBuffer reserve;
    /** It stays when nothing is written, and after it was of use. */
    private boolean isReserveKept;
    /** Payload of these, which the caller will bring again. */
    private int owedBytes;

    private boolean isGone;
    /** The engine is closed for writing. */
    private boolean isRefused;
    /** Why the engine makes no records; null = it does. */
    private TlsFault fault;

    RecordWriter(TlsLoop shared, TlsTransport transport, SSLEngine engine, Transport under) {
        this.shared = shared;
        this.transport = transport;
        this.engine = engine;
        this.under = under;
    }

    /** As {@link Transport#write}. */
    int write(ByteBuffer out) {
        if (!flush()) {
            return isGone ? Transport.GONE : 0;
        }
        final int start = out.position();
        assert out.remaining() >= owedBytes : "not the same bytes again";
        out.position(start + owedBytes);
        owedBytes = 0;
        while (out.hasRemaining() && unsent == null && !isGone) {
            if (!isReady()) {
                break;
            }
            writeBatch(out);
        }
        giveReserve();
        return isGone ? Transport.GONE : out.position() - start;
    }

    /** As many records as the scratch buffer holds, in one write to the socket. */
    private void writeBatch(ByteBuffer out) {
        final int start = out.position();
        final ByteBuffer records = shared.outScratch();
        do {
            if (wrap(out, records) == 0) {
                break;
            }
        } while (out.hasRemaining() && records.remaining() >= ROOM_FOR_RECORD && !isGone);
        isGone |= fault != null;
        send(records.flip());
        if (unsent != null) {
            owedBytes = out.position() - start;
            out.position(start);
        }
    }

    /** Makes one record. Returns its bytes; 0 and broken when the engine makes none. */
    private int wrap(ByteBuffer payload, ByteBuffer records) {
        try {
            final SSLEngineResult result = engine.wrap(payload, records);
            if (result.bytesProduced() == 0 && payload.hasRemaining() && records.position() == 0) {
                isGone = true;
                isRefused = true;
            }
            return result.bytesProduced();
        } catch (SSLException e) {
            fault = TlsFault.of(
                    e, false); // once the connection is established there is nothing to go wrong but the handshake
        } catch (RuntimeException e) {
            shared.loop().log(e);
            fault = TlsFault.ENGINE;
        }
        return 0;
    }

    /** What the socket does not take stays here. */
    private void send(ByteBuffer records) {
        if (records.hasRemaining() && !isGone && under.write(records) < 0) {
            isGone = true;
        }
        if (records.hasRemaining() && !isGone) {
            keep(records);
        }
    }

    private void keep(ByteBuffer records) {
        unsent = records.remaining() <= shared.small().bufferBytes()
                ? shared.small().take()
                : null;
        if (unsent == null) {
            unsent = reserve;
            reserve = null;
        }
        if (unsent == null) { // of the engine's own, for which nobody waits: an alert, the end or a new key
            unsent = ByteBuffer.allocate(records.remaining());
        }
        unsent.put(records).flip();
        if (shared.isOfStock(unsent)) {
            final Use use = transport.isForClient() ? Use.OWED : Use.NEEDED;
            buffers().use(Side.RESPONSES, this, use, shared.loop().nowNs());
        }
    }

    /**
     * True when there is a place for what the socket will not take, until {@link #giveReserve}. If not,
     * {@link TlsTransport#onWriteBuffer} follows.
     */
    boolean isReady() {
        if (!reserves()) {
            await();
        }
        return reserve != null;
    }

    /** For whatever the socket does not take, be it in use already. */
    boolean hasPlace() {
        return reserve != null || unsent != null && mayBeReserve(unsent);
    }

    /** One of the stock, or made in place of such. */
    private static boolean mayBeReserve(ByteBuffer buffer) {
        return buffer.capacity() >= TlsLoop.BUFFER_BYTES;
    }

    private boolean reserves() {
        if (reserve == null) {
            reserve = buffers().take(Side.RESPONSES);
        }
        return reserve != null;
    }

    private void await() {
        if (!isWaiting()) {
            shared.count(Counter.BUFFER_WAITS);
            buffers().await(Side.RESPONSES, this);
        }
    }

    private BufferQueue buffers() {
        return shared.buffers(transport.isForClient());
    }

    @Override
    protected void accept(ByteBuffer buffer) {
        reserve = buffer;
    }

    @Override
    protected void onBuffer() {
        transport.onWriteBuffer();
    }

    @Override
    protected void onScarce() {
        throw new IllegalStateException("what is written is needed");
    }

    @Override
    protected void onEvicted() {
        breakOff();
        transport.onEvicted(true);
    }

    /** Until {@link #letGo} the reserve stays, whatever is written. */
    void keepReserve() {
        isReserveKept = true;
    }

    /** The same, and there is one: where others have all, it is made. */
    void ensureReserve() {
        keepReserve();
        buffers().forget(this); // unless it was handed one, it does not wait any more
        if (!hasPlace() && !reserves()) {
            reserve = ByteBuffer.allocate(TlsLoop.BUFFER_BYTES + 1); // its size tells it from those of the stock
        }
    }

    void letGo() {
        isReserveKept = false;
        giveReserve();
    }

    /** Nothing is to be written now. */
    void giveReserve() {
        if (reserve != null && !isReserveKept && !isWaiting()) {
            final ByteBuffer given = reserve;
            reserve = null;
            give(given);
        }
    }

    private void give(ByteBuffer given) {
        if (shared.isOfStock(given)) {
            buffers().give(Side.RESPONSES, given);
        } else if (given.isDirect()) { // else it was made here
            shared.small().give(given);
        }
    }

    /**
     * Sends a message of the engine's own: of the handshake, an alert, the end. False when it made none, or it could
     * not be sent whole.
     */
    boolean sendOwn() {
        if (!flush() || owedBytes > 0) {
            return false;
        }
        final ByteBuffer records = shared.outScratch();
        final int bytes = wrap(NOTHING, records);
        reserves();
        send(records.flip());
        giveReserve();
        return bytes > 0 && unsent == null && !isGone;
    }

    /** True when nothing is left that was to be sent before. */
    boolean flush() {
        if (unsent != null && !isGone) {
            if (under.write(unsent) < 0) {
                isGone = true;
            } else if (!unsent.hasRemaining()) {
                giveUnsent();
            }
        }
        return unsent == null && !isGone;
    }

    boolean hasUnsent() {
        return unsent != null;
    }

    /** Why the engine makes no records; null = it does. */
    TlsFault fault() {
        return fault;
    }

    boolean isGone() {
        return isGone;
    }

    boolean isRefused() {
        return isRefused;
    }

    private void giveUnsent() {
        final ByteBuffer given = unsent;
        unsent = null;
        if (shared.isOfStock(given)) {
            buffers().forget(this);
        }
        if (isReserveKept && reserve == null && mayBeReserve(given)) {
            reserve = given.clear();
        } else {
            give(given);
        }
    }

    /** The peer has not taken anything for too long, and others need the room. */
    void breakOff() {
        isGone = true;
    }

    void release() {
        buffers().forget(this);
        letGo();
        if (unsent != null) {
            giveUnsent();
        }
    }
}
