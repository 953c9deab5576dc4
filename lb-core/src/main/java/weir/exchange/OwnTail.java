package weir.exchange;

import java.nio.ByteBuffer;

/**
 * What is left to be sent of a response of Weir's own whose body is larger than a buffer: a range of bytes that stay
 * where they are, for any number of clients. Thread: owning loop only; borrowed for as long as there is something left.
 */
final class OwnTail {
    /**
     * The bytes are on the heap: the JDK copies each write into a buffer of its own, and one of that size is in the sum
     * of direct memory for each loop.
     */
    private static final int WRITE_BYTES_MAX = 64 * 1024;
    /** Others wait meanwhile. */
    private static final int WRITES_PER_EVENT = 8;

    private ByteBuffer from;
    private int at;
    private int end;

    void begin(ByteBuffer from, int start, int end) {
        this.from = from;
        this.at = start;
        this.end = end;
    }

    boolean hasRemaining() {
        return at < end;
    }

    /** Writes what the client takes, up to a limit: a count, or negative when it is gone. */
    int write(ClientStream client) {
        final int before = at;
        for (int writes = 0; writes < WRITES_PER_EVENT && at < end; writes++) {
            final int to = Math.min(end, at + WRITE_BYTES_MAX);
            from.limit(to).position(at);
            final int count = client.write(from);
            if (count < 0) {
                return count;
            }
            at = from.position();
            if (at < to) {
                break;
            }
        }
        return at - before;
    }

    void end() {
        from = null;
    }
}
