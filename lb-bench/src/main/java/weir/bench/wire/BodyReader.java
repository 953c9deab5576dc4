package weir.bench.wire;

/**
 * Counts a body away, however it is framed (RFC 9112 §6 and §7).
 *
 * <pre>
 *   LENGTH --no bytes left--> COMPLETE          UNTIL_CLOSE (the connection's end is its end)
 *
 *   SIZE --n--> DATA --no bytes left--> DATA_END --> SIZE
 *     \--0--> TRAILER --empty line--> COMPLETE                  anything else --> MALFORMED
 * </pre>
 *
 * <p>Thread: its connection's loop only.
 */
public final class BodyReader {
    private static final int COMPLETE = 0, LENGTH = 1, UNTIL_CLOSE = 2, SIZE = 3, DATA = 4, DATA_END = 5, TRAILER = 6;
    private static final int MALFORMED = 7;
    private static final int HEX_DIGITS_MAX = 15;

    private final LineReader line;
    private int state;
    private long bytesLeft;
    private long bodyBytes;

    /** @param line shared with the head, which is over when the body begins */
    public BodyReader(LineReader line) {
        this.line = line;
    }

    public void startEmpty() {
        start(COMPLETE, 0);
    }

    public void startLength(long bytes) {
        start(bytes == 0 ? COMPLETE : LENGTH, bytes);
    }

    public void startChunked() {
        start(SIZE, 0);
    }

    public void startUntilClose() {
        start(UNTIL_CLOSE, 0);
    }

    private void start(int newState, long bytes) {
        state = newState;
        bytesLeft = bytes;
        bodyBytes = 0;
    }

    public boolean isComplete() {
        return state == COMPLETE;
    }

    public boolean isMalformed() {
        return state == MALFORMED;
    }

    public boolean endsWithConnection() {
        return state == UNTIL_CLOSE;
    }

    /** Of the content, without framing. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** The position up to which bytes belong to this body. */
    public int consume(byte[] in, int start, int stop) {
        int at = start;
        while (at < stop && state != COMPLETE && state != MALFORMED) {
            switch (state) {
                case LENGTH, DATA -> at = skip(at, stop);
                case UNTIL_CLOSE -> {
                    bodyBytes += stop - at;
                    at = stop;
                }
                default -> at = readLine(in, at, stop);
            }
        }
        return at;
    }

    private int skip(int at, int stop) {
        final int count = (int) Math.min(stop - at, bytesLeft);
        bytesLeft -= count;
        bodyBytes += count;
        if (bytesLeft == 0) {
            state = state == LENGTH ? COMPLETE : DATA_END;
        }
        return at + count;
    }

    private int readLine(byte[] in, int at, int stop) {
        final int next = line.read(in, at, stop);
        if (next < 0) {
            state = line.isTooLong() ? MALFORMED : state;
            return stop;
        }
        switch (state) {
            case SIZE -> onSize();
            case DATA_END -> state = line.isEmpty() ? SIZE : MALFORMED;
            default -> state = line.isEmpty() ? COMPLETE : TRAILER;
        }
        return next;
    }

    private void onSize() {
        final byte[] bytes = line.bytes();
        int at = line.from();
        long size = 0;
        for (; at < line.to(); at++) {
            final int digit = Character.digit(bytes[at], 16);
            if (digit < 0) {
                break;
            }
            size = size * 16 + digit;
        }
        final int digits = at - line.from();
        final boolean endsWell = at == line.to() || bytes[at] == ';' || bytes[at] == ' ' || bytes[at] == '\t';
        if (digits == 0 || digits > HEX_DIGITS_MAX || !endsWell) {
            state = MALFORMED;
        } else {
            bytesLeft = size;
            state = size == 0 ? TRAILER : DATA;
        }
    }
}
