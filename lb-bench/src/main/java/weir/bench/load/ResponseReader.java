package weir.bench.load;

import weir.bench.wire.BodyReader;
import weir.bench.wire.Fields;
import weir.bench.wire.LineReader;

/**
 * Reads one response after the other, as bytes arrive; knows where each ends (RFC 9112 §6.3) and whether the connection lasts.
 *
 * <pre>
 *   START --status line--> FIELDS --empty line--> BODY --its end--> COMPLETE --next()--> START
 *                            \--of a 1xx--> START            nonsense --> MALFORMED
 * </pre>
 *
 * <p>Thread: its connection's loop only.
 */
final class ResponseReader {
    private static final int START = 0, FIELDS = 1, BODY = 2, COMPLETE = 3, MALFORMED = 4;
    private static final byte[] CONTENT_LENGTH = Fields.name("content-length");
    private static final byte[] TRANSFER_ENCODING = Fields.name("transfer-encoding");
    private static final byte[] CONNECTION = Fields.name("connection");
    private static final byte[] CHUNKED = Fields.name("chunked");
    private static final byte[] CLOSE = Fields.name("close");
    private static final byte[] KEEP_ALIVE = Fields.name("keep-alive");
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_LINE_MIN = "HTTP/1.1 200".length();
    private static final int NO_LENGTH = -2;

    private final LineReader line = new LineReader();
    private final BodyReader body = new BodyReader(line);
    private int state;
    private int status;
    private boolean isHead;
    private boolean isOld;
    private boolean isChunked;
    private boolean saysClose;
    private boolean saysKeepAlive;
    private boolean endsWithConnection;
    private boolean hasBytes;
    private long contentLength;

    /** Forgets what was read. @param answersHead whether the next one answers a HEAD */
    void next(boolean answersHead) {
        line.reset();
        body.startEmpty();
        isHead = answersHead;
        hasBytes = false;
        start();
    }

    private void start() {
        state = START;
        contentLength = NO_LENGTH;
        isChunked = saysClose = saysKeepAlive = endsWithConnection = false;
    }

    /** The position up to which bytes belong to this response. */
    int consume(byte[] in, int start, int stop) {
        int at = start;
        hasBytes |= at < stop;
        while (at < stop && state < BODY) {
            final int next = line.read(in, at, stop);
            if (next < 0) {
                state = line.isTooLong() ? MALFORMED : state;
                return stop;
            }
            at = next;
            onLine();
        }
        if (state == BODY) {
            at = body.consume(in, at, stop);
            state = body.isComplete() ? COMPLETE : body.isMalformed() ? MALFORMED : BODY;
        }
        return at;
    }

    /** The connection has ended; a body that ends with it is complete then. */
    void onEnd() {
        if (state == BODY && body.endsWithConnection()) {
            state = COMPLETE;
        }
    }

    boolean isComplete() {
        return state == COMPLETE;
    }

    boolean isMalformed() {
        return state == MALFORMED;
    }

    int status() {
        return status;
    }

    long bodyBytes() {
        return body.bodyBytes();
    }

    boolean hasBytes() {
        return hasBytes;
    }

    /** Whether another request may follow on the connection, RFC 9112 §9.3. */
    boolean isPersistent() {
        return !endsWithConnection && !saysClose && (!isOld || saysKeepAlive);
    }

    private void onLine() {
        if (state == START) {
            onStatusLine();
        } else if (line.isEmpty()) {
            onHeadEnd();
        } else {
            onField();
        }
    }

    private void onStatusLine() {
        final byte[] bytes = line.bytes();
        final int from = line.from();
        if (line.to() - from < STATUS_LINE_MIN || !isVersion(bytes, from)) {
            state = MALFORMED;
            return;
        }
        isOld = bytes[from + STATUS_AT - 2] == '0';
        status = digit(bytes[from + STATUS_AT]) * 100
                + digit(bytes[from + STATUS_AT + 1]) * 10
                + digit(bytes[from + STATUS_AT + 2]);
        state = status < 100 || status > 999 ? MALFORMED : FIELDS;
    }

    private static boolean isVersion(byte[] bytes, int from) {
        return bytes[from] == 'H'
                && bytes[from + 1] == 'T'
                && bytes[from + 2] == 'T'
                && bytes[from + 3] == 'P'
                && bytes[from + 4] == '/'
                && bytes[from + 5] == '1'
                && bytes[from + 6] == '.'
                && bytes[from + 8] == ' ';
    }

    /** Far below anything when it is none, so that the sum is no status. */
    private static int digit(byte b) {
        return b >= '0' && b <= '9' ? b - '0' : -1_000;
    }

    /** By the first letter, since hardly any field concerns us. */
    private void onField() {
        switch (line.bytes()[line.from()]) {
            case 'c', 'C' -> {
                if (Fields.isNamed(line, CONTENT_LENGTH)) {
                    contentLength = Fields.number(line, line.from() + CONTENT_LENGTH.length + 1);
                } else if (Fields.isNamed(line, CONNECTION)) {
                    final int value = line.from() + CONNECTION.length + 1;
                    saysClose |= Fields.hasToken(line, value, CLOSE);
                    saysKeepAlive |= Fields.hasToken(line, value, KEEP_ALIVE);
                }
            }
            case 't', 'T' -> {
                if (Fields.isNamed(line, TRANSFER_ENCODING)) {
                    isChunked = Fields.hasToken(line, line.from() + TRANSFER_ENCODING.length + 1, CHUNKED);
                }
            }
            default -> {}
        }
    }

    private void onHeadEnd() {
        if (status == 101) {
            state = MALFORMED; // nobody asked for an upgrade
        } else if (status < 200) {
            start();
        } else if (isHead || status == 204 || status == 304) {
            state = COMPLETE;
        } else if (isChunked) {
            body.startChunked();
            state = BODY;
        } else if (contentLength == NO_LENGTH) {
            body.startUntilClose();
            endsWithConnection = true;
            state = BODY;
        } else if (contentLength < 0) {
            state = MALFORMED;
        } else {
            body.startLength(contentLength);
            state = contentLength == 0 ? COMPLETE : BODY;
        }
    }
}
