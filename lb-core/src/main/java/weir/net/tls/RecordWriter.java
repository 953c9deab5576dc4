package weir.net.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import weir.net.Transport;

/**
 * One connection's way out: puts bytes into records and these onto the socket.
 *
 * <p>A record that the socket has not taken whole counts as not written: its payload stays with the caller, who comes again with the same bytes, as with a plain
 * socket that took nothing. So what the caller takes for sent is with the kernel, and closing loses nothing. Thread: owning loop only.
 */
final class RecordWriter {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** What engines want to find free, even for a short record. */
    private static final int ROOM_FOR_RECORD = 16_709;

    private final TlsLoop shared;
    private final SSLEngine engine;
    private final Transport under;
    /** Rest of records that the socket has not taken; null = nothing. */
    private ByteBuffer unsent;
    /** Payload of these, which the caller will bring again. */
    private int owedBytes;

    private boolean isGone;
    /** Why the engine makes no records; null = it does. */
    private TlsFault fault;
    /** The caller could write, but there would be no buffer for what the socket does not take. */
    private boolean lacksBuffer;

    RecordWriter(TlsLoop shared, SSLEngine engine, Transport under) {
        this.shared = shared;
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
            lacksBuffer = shared.pool().isExhausted();
            if (lacksBuffer) {
                break;
            }
            writeBatch(out);
        }
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
                isGone = true; // closed for writing
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
            unsent = shared.pool().take();
            if (unsent == null) {
                isGone = true; // asked before, so only when the memory itself is used up
            } else {
                unsent.put(records).flip();
            }
        }
    }

    /** Sends a message of the engine's own: of the handshake, an alert, the end. False when it made none, or it could not be sent whole. */
    boolean sendOwn() {
        if (!flush() || owedBytes > 0) {
            return false;
        }
        final ByteBuffer records = shared.outScratch();
        final int bytes = wrap(NOTHING, records);
        send(records.flip());
        return bytes > 0 && unsent == null && !isGone;
    }

    /** True when nothing is left that was to be sent before. */
    boolean flush() {
        if (unsent != null && !isGone) {
            if (under.write(unsent) < 0) {
                isGone = true;
            } else if (!unsent.hasRemaining()) {
                release();
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

    /** True once after a write that had no buffer for what might be left. */
    boolean tookNothingForLackOfBuffers() {
        final boolean was = lacksBuffer;
        lacksBuffer = false;
        return was;
    }

    void release() {
        if (unsent != null) {
            shared.pool().give(unsent);
            unsent = null;
        }
    }
}
