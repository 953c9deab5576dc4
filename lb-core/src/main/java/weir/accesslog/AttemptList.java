package weir.accesslog;

import java.nio.ByteBuffer;
import weir.accesslog.AccessRecord.Text;

/**
 * The attempts of one exchange on backends, as bytes: filled by the loop, put into a record, and read there by the
 * writer.
 *
 * <pre>
 *   each: reason, 2 bytes | microseconds, 8 | length of the backend's id, 1 | the id
 * </pre>
 *
 * <p>Thread: whoever made it.
 */
public final class AttemptList {
    /** Of more than that, the first ones and the last one are there. */
    public static final int MAX = 8;

    private static final int ID_BYTES_MAX = Text.BACKEND.bytesMax();
    private static final int REASON_BYTES = 2, TIME_BYTES = 8;
    static final int BYTES_MAX = MAX * (REASON_BYTES + TIME_BYTES + 1 + 96);
    /** Added to a status that was reason to ask another backend. */
    private static final int STATUS = 0x4000;

    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);
    private int count;
    private int lastStart;
    /** The id that {@link #next} has found. */
    private int idLength;

    private int reason;
    private long us;

    /** None so far. */
    public void clear() {
        bytes.clear();
        count = 0;
    }

    /** @param end an index of {@link EndWords} */
    public void add(int end, long us, byte[] id) {
        if (count == MAX) {
            bytes.position(lastStart);
        } else {
            count++;
            lastStart = bytes.position();
        }
        final int length = Math.min(id.length, ID_BYTES_MAX);
        bytes.putShort((short) end).putLong(us).put((byte) length).put(id, 0, length);
    }

    /** It ended with a response that another one was asked for instead. */
    public void addStatus(int status, long us, byte[] id) {
        add(STATUS + status, us, id);
    }

    public void putInto(AccessRecord record) {
        record.set(Text.ATTEMPTS, bytes.array(), bytes.position());
    }

    // --- for the writer

    /** To be read from the beginning. */
    void readFrom(AccessRecord record) {
        final int length = record.length(Text.ATTEMPTS);
        bytes.clear();
        for (int i = 0; i < length; i++) {
            bytes.put(i, record.at(Text.ATTEMPTS, i));
        }
        bytes.limit(length);
        idLength = 0;
    }

    boolean next() {
        bytes.position(bytes.position() + idLength);
        idLength = 0;
        if (!bytes.hasRemaining()) {
            return false;
        }
        reason = bytes.getShort();
        us = bytes.getLong();
        idLength = bytes.get();
        return true;
    }

    String reason(EndWords words) {
        return reason < STATUS ? words.ends().get(reason) : "status_" + (reason - STATUS);
    }

    long us() {
        return us;
    }

    int idLength() {
        return idLength;
    }

    byte idAt(int index) {
        return bytes.get(bytes.position() + index);
    }
}
