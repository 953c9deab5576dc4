package weir.accesslog;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import weir.model.AccessLog;

/** Formatted lines on their way to the file: a stream into memory, which cannot fail. Thread: the writer's. */
final class Lines extends OutputStream {
    private static final int BYTES = 256 * 1024;
    /**
     * More than a line can have: each of a record's bytes may become the six of an escape, and the names of the fields
     * come on top. The largest record has all fields of the request that it may have.
     * Lines by a pattern, where a value may stand twice, have their own limit; syslog puts little before.
     */
    static final int LINE_BYTES_MAX = AccessLog.LINE_BYTES_MAX + 4 * 1024;

    private final byte[] bytes = new byte[BYTES];
    private int count;

    /** The next line might not fit. */
    boolean isFull() {
        return count > BYTES - LINE_BYTES_MAX;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** All bytes so far, as a view. */
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, count);
    }

    void clear() {
        count = 0;
    }

    /** Forgets what stands before. */
    void keepFrom(int position) {
        System.arraycopy(bytes, position, bytes, 0, count - position);
        count -= position;
    }

    @Override
    public void write(int b) {
        bytes[count++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, count, length);
        count += length;
    }

    /** ASCII only. */
    void put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes[count++] = (byte) ascii.charAt(i);
        }
    }
}
