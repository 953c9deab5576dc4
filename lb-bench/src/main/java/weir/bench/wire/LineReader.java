package weir.bench.wire;

import java.util.Arrays;

/**
 * Takes bytes as they arrive and gives lines, without looking at a byte twice.
 *
 * <p>A line that lies whole in what was read is given in place; only one that is cut is kept, in an array that is made
 * then. Thread: its connection's loop only.
 */
public final class LineReader {
    public static final int LINE_BYTES_MAX = 64 * 1024;

    private static final byte[] NOTHING = {};
    private static final int FIRST_BYTES = 256;

    private byte[] kept = NOTHING;
    private int keptCount;
    private byte[] bytes = NOTHING;
    private int from;
    private int to;

    /** The position behind the line, or -1 when it does not end before {@code stop}; then what was there is kept. */
    public int read(byte[] in, int start, int stop) {
        int at = start;
        while (at < stop && in[at] != '\n') {
            at++;
        }
        if (at == stop) {
            keep(in, start, stop);
            return -1;
        }
        if (keptCount == 0) {
            give(in, start, at);
        } else {
            keep(in, start, at);
            give(kept, 0, keptCount);
            keptCount = 0;
        }
        return at + 1;
    }

    /** True when a peer sends a line without end; it must be refused, since the rest was dropped. */
    public boolean isTooLong() {
        return keptCount > LINE_BYTES_MAX;
    }

    public void reset() {
        keptCount = 0;
    }

    /** Where the line is: valid until the next call. */
    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    /** Behind its last byte; CR and LF do not belong to it. */
    public int to() {
        return to;
    }

    public boolean isEmpty() {
        return from == to;
    }

    private void give(byte[] in, int start, int stop) {
        bytes = in;
        from = start;
        to = stop > start && in[stop - 1] == '\r' ? stop - 1 : stop;
    }

    private void keep(byte[] in, int start, int stop) {
        final int count = Math.min(stop - start, LINE_BYTES_MAX + 1 - keptCount);
        if (keptCount + count > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(FIRST_BYTES, 2 * (keptCount + count)));
        }
        System.arraycopy(in, start, kept, keptCount, count);
        keptCount += count;
    }
}
