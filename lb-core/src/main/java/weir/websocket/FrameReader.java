package weir.websocket;

import java.nio.ByteBuffer;

/**
 * Follows the frames that one side of a WebSocket connection sends (RFC 6455 §5.2), so that it is known where another
 * frame could be put in between.
 *
 * <pre>
 *   FIRST --opcode--> SECOND --mask bit, length--> LENGTH (0, 2 or 8 bytes) --> REST: key and payload --> FIRST
 *      '---a reserved opcode, a wrong mask bit, ...---> LOST: this is no WebSocket, or one that its receiver will refuse
 * </pre>
 *
 * <p>Payload is stepped over, so the cost goes by frames and reads, not by bytes. Thread: whoever made it.
 */
public final class FrameReader {
    /** {@link #followToBoundary} found none. */
    public static final int NONE = -1;

    private static final byte FIRST = 0;
    private static final byte SECOND = 1;
    private static final byte LENGTH = 2;
    private static final byte REST = 3;
    private static final byte LOST = 4;

    private static final int FIN = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int BINARY = 2;
    private static final int CONTROL = 8;
    private static final int CLOSE = 8;
    /** Continuation, text, binary; close, ping, pong (RFC 6455 §11.8). */
    private static final int KNOWN_OPCODES = 0b111_0000_0111;

    private static final int MASKED = 0x80;
    private static final int LENGTH_7 = 0x7f;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int KEY_BYTES = 4;

    /** What clients send is masked, what servers send is not (RFC 6455 §5.1). */
    private final boolean isMasked;

    private byte state = FIRST;
    /** Of the length, still to come. */
    private byte lengthBytesLeft;

    private boolean isControl;
    private boolean isClose;
    private boolean hasClosed;
    /** In state LENGTH what is known of the length; in REST what is still to come. */
    private long left;

    /** @param isMasked the frames are a client's */
    public FrameReader(boolean isMasked) {
        this.isMasked = isMasked;
    }

    /** {@code in[from, to)} has come next. */
    public void follow(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to && state != LOST) {
            at = state == FIRST ? skipShort(in, at, to) : at;
            at = at < to ? step(in, at, to) : at;
        }
    }

    /**
     * Steps over whole frames of data with a length of one byte, as most are: a few nanoseconds for each, where the
     * states take ten.
     */
    private int skipShort(ByteBuffer in, int from, int to) {
        int at = from;
        while (to - at >= 2) {
            final int second = in.get(at + 1);
            final int length = second & LENGTH_7;
            final int next = at + 2 + length + (isMasked ? KEY_BYTES : 0);
            if ((in.get(at) & OPCODE) > BINARY || length >= LENGTH_16 || second < 0 != isMasked || next > to) {
                break;
            }
            at = next;
        }
        return at;
    }

    /**
     * The same, but only as far as the next place where a frame may be put in, which is {@code from} itself when no
     * frame is under way.
     *
     * @return its position, {@link #NONE} when there is none up to {@code to}
     */
    public int followToBoundary(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to && state != FIRST && state != LOST) {
            at = step(in, at, to);
        }
        return isAtBoundary() ? at : NONE;
    }

    private int step(ByteBuffer in, int at, int to) {
        switch (state) {
            case FIRST -> begin(in.get(at));
            case SECOND -> readLength7(in.get(at));
            case LENGTH -> readLength(in.get(at));
            default -> { // REST
                final int count = (int) Math.min(left, to - at);
                left -= count;
                endIfComplete();
                return at + count;
            }
        }
        return at + 1;
    }

    private void begin(byte first) {
        final int opcode = first & OPCODE;
        isControl = opcode >= CONTROL;
        isClose = opcode == CLOSE;
        final boolean isKnown = (KNOWN_OPCODES >> opcode & 1) != 0;
        state = isKnown && !(isControl && (first & FIN) == 0) ? SECOND : LOST;
    }

    private void readLength7(byte second) {
        final int length = second & LENGTH_7;
        if ((second & MASKED) != 0 != isMasked || isControl && length >= LENGTH_16) {
            state = LOST;
        } else if (length < LENGTH_16) {
            beginRest(length);
        } else {
            left = 0;
            lengthBytesLeft = (byte) (length == LENGTH_64 ? Long.BYTES : Short.BYTES);
            state = LENGTH;
        }
    }

    private void readLength(byte next) {
        left = left << 8 | next & 0xff;
        if (--lengthBytesLeft == 0) {
            beginRest(left);
        }
    }

    private void beginRest(long payload) {
        left = payload + (isMasked ? KEY_BYTES : 0);
        state = left < 0 || payload < 0 ? LOST : REST;
        endIfComplete();
    }

    private void endIfComplete() {
        if (left == 0 && state == REST) {
            state = FIRST;
            hasClosed |= isClose;
        }
    }

    /** Between two frames, or before the first. */
    public boolean isAtBoundary() {
        return state == FIRST;
    }

    /** What has come were no frames. */
    public boolean isLost() {
        return state == LOST;
    }

    /** A whole close frame has come: no other may follow. */
    public boolean hasClosed() {
        return hasClosed;
    }
}
