package weir.http;

import java.nio.ByteBuffer;

/**
 * Finds where a message's body ends (RFC 9112 §6.3), in one of four framings.
 *
 * <p>Thread: owning loop only. One per direction, reused.
 */
public final class BodyReader {
    /** Framing of a body in chunks; other negative numbers likewise, all others are lengths in bytes. */
    public static final long CHUNKED = -1;
    /** The body ends when the connection does; responses only. */
    public static final long UNTIL_CLOSE = -2;

    /** Null until a body comes in chunks: most requests have none, and those that wait are many. */
    private ChunkReader chunks;

    private boolean acceptsPadding;
    private long framing;
    private long remaining;
    private long contentBytesMax;
    private long contentBytes;
    private boolean isComplete;
    private int outEnd;
    private int inEnd;
    private Fault fault;

    /**
     * Prepares for one message.
     *
     * @param framing a length in bytes, {@link #CHUNKED} or {@link #UNTIL_CLOSE}
     * @param decode remove the chunked coding
     * @param contentBytesMax more content is refused
     */
    public void begin(long framing, boolean decode, long contentBytesMax) {
        this.framing = framing;
        this.contentBytesMax = contentBytesMax;
        remaining = framing;
        contentBytes = 0;
        isComplete = framing == 0;
        fault = null;
        if (framing == CHUNKED) {
            if (chunks == null) {
                chunks = new ChunkReader();
            }
            chunks.acceptPadding(acceptsPadding);
            chunks.reset(decode);
        }
    }

    /** What is put up with from the next message on, as bits of {@link Tolerance}. */
    public void accept(int tolerances) {
        acceptsPadding = (tolerances & Tolerance.PADDED_CHUNK_SIZE.bit()) != 0;
    }

    /** What had to be put up with in this body so far, as bits of {@link Tolerance}. */
    public int tolerated() {
        return framing == CHUNKED && chunks.hadPadding() ? Tolerance.PADDED_CHUNK_SIZE.bit() : 0;
    }

    /** Content beyond that is refused, be it more or less than what was said at the beginning. */
    public void limit(long contentBytesMax) {
        this.contentBytesMax = contentBytesMax;
    }

    /**
     * Consumes {@code buffer[from, to)} as far as it belongs to the body; afterwards {@code buffer[from, outEnd())} is
     * what to pass on and {@code buffer[inEnd(), to)} lies behind the message.
     */
    public int read(ByteBuffer buffer, int from, int to) {
        if (isComplete) {
            outEnd = from;
            inEnd = from;
            return Parse.COMPLETE;
        }
        return framing == CHUNKED ? readChunks(buffer, from, to) : readPlain(from, to);
    }

    private int readPlain(int from, int to) {
        if (framing == UNTIL_CLOSE) {
            outEnd = to;
            contentBytes += to - from;
        } else {
            final int count = (int) Math.min(remaining, to - from);
            remaining -= count;
            contentBytes += count;
            outEnd = from + count;
            isComplete = remaining == 0;
        }
        inEnd = outEnd;
        return isComplete ? Parse.COMPLETE : Parse.NEED_MORE;
    }

    private int readChunks(ByteBuffer buffer, int from, int to) {
        final int result = chunks.read(buffer, from, to);
        outEnd = chunks.outEnd();
        inEnd = chunks.inEnd();
        contentBytes = chunks.contentBytes();
        if (contentBytes
                > contentBytesMax) { // before any fault behind it, so that it does not matter how much came at once
            fault = Fault.BODY_TOO_LARGE;
            return Parse.REFUSED;
        }
        if (result == Parse.REFUSED) {
            fault = chunks.fault();
            return Parse.REFUSED;
        }
        isComplete = result == Parse.COMPLETE;
        return result;
    }

    public boolean isComplete() {
        return isComplete;
    }

    public long framing() {
        return framing;
    }

    /** Bytes of content so far, without framing. */
    public long contentBytes() {
        return contentBytes;
    }

    public int outEnd() {
        return outEnd;
    }

    public int inEnd() {
        return inEnd;
    }

    public Fault fault() {
        return fault;
    }
}
