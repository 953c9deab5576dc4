package weir.bench.origin;

import weir.bench.wire.BodyReader;
import weir.bench.wire.Fields;
import weir.bench.wire.LineReader;

/**
 * Reads requests one after the other: understands framing and persistence, and counts bodies away.
 *
 * <pre>
 *   START --request line--> FIELDS --empty line--> BODY --its end--> COMPLETE --next()--> START
 *     any of the first three --nonsense--> MALFORMED
 * </pre>
 *
 * <p>Thread: its connection's loop only.
 */
final class RequestReader {
    private static final int START = 0, FIELDS = 1, BODY = 2, COMPLETE = 3, MALFORMED = 4;
    private static final byte[] CONTENT_LENGTH = Fields.name("content-length");
    private static final byte[] TRANSFER_ENCODING = Fields.name("transfer-encoding");
    private static final byte[] CONNECTION = Fields.name("connection");
    private static final byte[] EXPECT = Fields.name("expect");
    private static final byte[] CHUNKED = Fields.name("chunked");
    private static final byte[] CLOSE = Fields.name("close");
    private static final byte[] KEEP_ALIVE = Fields.name("keep-alive");
    private static final byte[] CONTINUE = Fields.name("100-continue");
    private static final byte[] HEAD = Fields.name("HEAD ");
    private static final byte[] COUNTS = Fields.name("GET " + OriginServer.COUNTS_PATH + " ");
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    private final LineReader line = new LineReader();
    private final BodyReader body = new BodyReader(line);
    private int state;
    private long contentLength;
    private boolean isChunked;
    private boolean isHead;
    private boolean isOld;
    private boolean saysClose;
    private boolean saysKeepAlive;
    private boolean asksCounts;
    private boolean awaitsContinue;

    RequestReader() {
        next();
    }

    /** Forgets the request that was read. */
    void next() {
        state = START;
        contentLength = 0;
        isChunked = isHead = isOld = saysClose = saysKeepAlive = asksCounts = awaitsContinue = false;
    }

    /** The position up to which bytes belong to this request. */
    int consume(byte[] in, int start, int stop) {
        int at = start;
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

    boolean isComplete() {
        return state == COMPLETE;
    }

    boolean isMalformed() {
        return state == MALFORMED;
    }

    boolean isHead() {
        return isHead;
    }

    boolean asksCounts() {
        return asksCounts;
    }

    /** HTTP/1.0. */
    boolean isOld() {
        return isOld;
    }

    /** Whether the client expects the connection to stay, RFC 9112 §9.3. */
    boolean isPersistent() {
        return !saysClose && (!isOld || saysKeepAlive);
    }

    /** True once, when the client waits for leave to send the body. */
    boolean takeAwaitsContinue() {
        final boolean awaits = awaitsContinue && state == BODY;
        awaitsContinue = false;
        return awaits;
    }

    private void onLine() {
        if (state == START) {
            if (!line.isEmpty()) { // RFC 9112 §2.2: an empty line before a request is passed over
                onRequestLine();
            }
        } else if (line.isEmpty()) {
            onHeadEnd();
        } else {
            onField();
        }
    }

    private void onRequestLine() {
        final byte[] bytes = line.bytes();
        final int version = line.to() - VERSION_LENGTH;
        if (version <= line.from() || bytes[version] != 'H' || bytes[version + 5] != '1' || bytes[version + 6] != '.') {
            state = MALFORMED;
            return;
        }
        isOld = bytes[version + 7] == '0';
        isHead = startsWith(HEAD);
        asksCounts = startsWith(COUNTS);
        state = FIELDS;
    }

    private boolean startsWith(byte[] word) {
        if (line.to() - line.from() < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (line.bytes()[line.from() + i] != word[i]) {
                return false;
            }
        }
        return true;
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
            case 'e', 'E' -> {
                if (Fields.isNamed(line, EXPECT)) {
                    awaitsContinue = Fields.hasToken(line, line.from() + EXPECT.length + 1, CONTINUE);
                }
            }
            default -> {}
        }
    }

    private void onHeadEnd() {
        if (contentLength < 0) {
            state = MALFORMED;
        } else if (isChunked) {
            body.startChunked();
            state = BODY;
        } else {
            body.startLength(contentLength);
            state = contentLength == 0 ? COMPLETE : BODY;
        }
    }
}
