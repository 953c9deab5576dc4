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
    private int[] partBytes = new int[1];
    private int partCount;
    /** Null = all of the body is in the parts. */
    private ByteBuffer tail;

    private int tailStart;
    private int tailEnd;
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
        tail = null;
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

    /** Adds {@code bytes[from, to)}. */
    public LocalReply add(byte[] bytes, int from, int to) {
        out.put(bytes, from, to - from);
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

    /** Adds a number to a line. */
    public LocalReply number(int number) {
        putNumber(number);
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

    /** A field line of that name has been added. O(bytes added). */
    public boolean has(byte[] lowerCaseName) {
        return next(lowerCaseName, lineEnd(0)) < out.position();
    }

    /** Takes out the field lines of that name that have been added. O(bytes added). */
    public void remove(byte[] lowerCaseName) {
        for (int at = next(lowerCaseName, lineEnd(0)); at < out.position(); at = next(lowerCaseName, at)) {
            final int end = lineEnd(at);
            final int left = out.position() - end;
            out.put(at, out, end, left).position(at + left);
        }
    }

    /** Where the next line of that name begins, from the line at {@code from} on; where all end when there is none. */
    private int next(byte[] lowerCaseName, int from) {
        int at = from;
        while (at < out.position() && !isAt(at, lowerCaseName)) {
            at = lineEnd(at);
        }
        return at;
    }

    private boolean isAt(int line, byte[] lowerCaseName) {
        final int end = line + lowerCaseName.length;
        return end < out.position() && out.get(end) == ':' && Ascii.equalsIgnoreCase(out, line, end, lowerCaseName);
    }

    /** Lines are whole when this is asked. */
    private int lineEnd(int line) {
        return Ascii.indexOf(out, line, out.position(), '\n') + 1;
    }

    /** Adds to the body, which is kept until {@link #end}. */
    public LocalReply body(byte[] part) {
        return body(part, part.length);
    }

    /** The same of the first {@code count} bytes. */
    public LocalReply body(byte[] part, int count) {
        if (partCount == parts.length) {
            parts = Arrays.copyOf(parts, partCount * 2);
            partBytes = Arrays.copyOf(partBytes, partCount * 2);
        }
        partBytes[partCount] = count;
        parts[partCount++] = part;
        bodyBytes += count;
        return this;
    }

    /**
     * The body ends with {@code from[start, end)}, for which there need be no room: whoever sends the reply takes it
     * from there. Nobody may write to it any more.
     */
    public LocalReply tail(ByteBuffer from, int start, int end) {
        tail = from;
        tailStart = start;
        tailEnd = end;
        bodyBytes += end - start;
        return this;
    }

    /** Null when there is none. */
    public ByteBuffer tail() {
        return tail;
    }

    public int tailStart() {
        return tailStart;
    }

    public int tailEnd() {
        return tailEnd;
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
     * @return all of it but its {@link #tail}
     */
    public ByteBuffer end(boolean keepAlive, boolean isForHead) {
        if (!keepAlive) {
            out.put(CLOSE_LINE);
        }
        out.put(LINE_END);
        for (int i = 0; i < partCount && !isForHead; i++) {
            out.put(parts[i], 0, partBytes[i]);
        }
        return out.flip();
    }
}
