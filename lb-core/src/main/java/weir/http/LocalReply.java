package weir.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import weir.buf.Ascii;

/**
 * A response that Weir itself gives, whole: status, fields and body, and how all of them look on the wire. Refusals,
 * redirects, {@code ask}, fixed responses and the admin API are made with it.
 *
 * <pre>
 *   begin --> add, body, length, in any order --> end
 * </pre>
 *
 * <p>Whoever answers begins it and says what; whoever sends it ends it, as only that one knows whether the connection
 * goes on. Fields stand in the order in which they were added. Allocates nothing but, once, room for more parts of a
 * body. Thread: one at a time; reused, and the bytes of one reply are overwritten by the next.
 */
public final class LocalReply {
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] LINE_END = Ascii.bytes("\r\n");
    private static final byte[] CLOSE_LINE = Ascii.bytes("Connection: close\r\n");

    private final ByteBuffer out;
    private int status;
    private byte[][] parts = new byte[1][];
    private int partCount;
    private int bodyBytes;

    /** @param out has room for the largest of these replies */
    public LocalReply(ByteBuffer out) {
        this.out = out;
    }

    /** @param dateLine a whole line, see {@link HttpDate} */
    public LocalReply begin(int status, byte[] dateLine) {
        this.status = status;
        partCount = 0;
        bodyBytes = 0;
        out.clear();
        out.put(Status.line(status)).put(dateLine);
        return this;
    }

    public int status() {
        return status;
    }

    /** Adds whole field lines, or a part of one. */
    public LocalReply add(byte[] bytes) {
        out.put(bytes);
        return this;
    }

    /** Adds {@code in[from, to)} to a field line. */
    public LocalReply add(ByteBuffer in, int from, int to) {
        final int at = out.position();
        out.put(at, in, from, to - from).position(at + to - from);
        return this;
    }

    /** Adds a line whose value is a number. {@code name} ends in colon and space. */
    public LocalReply add(byte[] name, int number) {
        out.put(name);
        putNumber(number);
        out.put(LINE_END);
        return this;
    }

    private void putNumber(int number) {
        if (number >= 10) {
            putNumber(number / 10);
        }
        out.put((byte) ('0' + number % 10));
    }

    public LocalReply endLine() {
        out.put(LINE_END);
        return this;
    }

    /** Adds to the body, which is kept until {@link #end}. */
    public LocalReply body(byte[] part) {
        if (partCount == parts.length) {
            parts = Arrays.copyOf(parts, partCount * 2);
        }
        parts[partCount++] = part;
        bodyBytes += part.length;
        return this;
    }

    /** Adds Content-Length, which says how long the body is that was added so far. */
    public LocalReply length() {
        return add(CONTENT_LENGTH, bodyBytes);
    }

    /**
     * Ends the head, and puts the body behind it.
     *
     * @param keepAlive else it says that the connection ends with it
     * @param isForHead the request was HEAD: no body
     * @return all of it
     */
    public ByteBuffer end(boolean keepAlive, boolean isForHead) {
        if (!keepAlive) {
            out.put(CLOSE_LINE);
        }
        out.put(LINE_END);
        for (int i = 0; i < partCount && !isForHead; i++) {
            out.put(parts[i]);
        }
        return out.flip();
    }
}
