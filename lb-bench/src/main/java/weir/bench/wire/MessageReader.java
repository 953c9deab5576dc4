package weir.bench.wire;

/**
 * Reads messages one after the other, as bytes arrive: what requests and responses have in common (RFC 9112 §2.1).
 *
 * <pre>
 *   START --start line--> FIELDS --empty line--> BODY --its end--> COMPLETE --next()--> START
 *     ^---again()---------/ |                      |
 *                           \---------nonsense-----+--> MALFORMED
 * </pre>
 *
 * <p>What differs is in its {@link Head}. Thread: its connection's loop only.
 */
public final class MessageReader {
    private static final int START = 0, FIELDS = 1, BODY = 2, COMPLETE = 3, MALFORMED = 4;
    private static final byte[] CONTENT_LENGTH = Fields.name("content-length");
    private static final byte[] TRANSFER_ENCODING = Fields.name("transfer-encoding");
    private static final byte[] CONNECTION = Fields.name("connection");
    private static final byte[] CHUNKED = Fields.name("chunked");
    private static final byte[] CLOSE = Fields.name("close");
    private static final byte[] KEEP_ALIVE = Fields.name("keep-alive");
    private static final int NO_LENGTH = -2, BAD_LENGTH = -1;

    /** What is particular to requests, or to responses. Lines are valid during the call. */
    public interface Head {
        /** Calls {@link #fields()} or {@link #refuse()}; neither, to pass the line over. */
        void onStartLine(LineReader line);

        /** A field that does not concern framing or persistence. */
        void onOtherField(LineReader line);

        /**
         * Says what follows, by one of {@link #again}, {@link #refuse}, {@link #complete}, {@link #bodyUntilClose},
         * {@link #body}.
         */
        void onEnd();
    }

    private final Head head;
    private final LineReader line = new LineReader();
    private final BodyReader body = new BodyReader(line);
    private int state;
    private long contentLength;
    private boolean isChunked;
    private boolean isOld;
    private boolean saysClose;
    private boolean saysKeepAlive;
    private boolean endsWithConnection;

    public MessageReader(Head head) {
        this.head = head;
        next();
    }

    /** Forgets what was read, a cut line included. */
    public void next() {
        line.reset();
        body.startEmpty();
        again();
    }

    /** The position up to which bytes belong to this message. */
    public int consume(byte[] in, int start, int stop) {
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

    /** The connection has ended; a body that ends with it is complete then. */
    public void onConnectionEnd() {
        if (state == BODY && body.endsWithConnection()) {
            state = COMPLETE;
        }
    }

    public boolean isInBody() {
        return state == BODY;
    }

    public boolean isComplete() {
        return state == COMPLETE;
    }

    public boolean isMalformed() {
        return state == MALFORMED;
    }

    /** Of the content, without framing. */
    public long bodyBytes() {
        return body.bodyBytes();
    }

    /** HTTP/1.0. */
    public boolean isOld() {
        return isOld;
    }

    /** Whether another message may follow on the connection, RFC 9112 §9.3. */
    public boolean isPersistent() {
        return !endsWithConnection && !saysClose && (!isOld || saysKeepAlive);
    }

    /** Whether a field said how the body is framed. */
    public boolean hasFraming() {
        return isChunked || contentLength != NO_LENGTH;
    }

    /** The start line is one. */
    public void fields(boolean isHttp10) {
        isOld = isHttp10;
        state = FIELDS;
    }

    /** Another head follows, as after a 1xx. */
    public void again() {
        state = START;
        contentLength = NO_LENGTH;
        isChunked = isOld = saysClose = saysKeepAlive = endsWithConnection = false;
    }

    public void refuse() {
        state = MALFORMED;
    }

    /** There is no body, whatever the fields say. */
    public void complete() {
        state = COMPLETE;
    }

    public void bodyUntilClose() {
        body.startUntilClose();
        endsWithConnection = true;
        state = BODY;
    }

    /** A body as the fields frame it; none where they say nothing. */
    public void body() {
        if (contentLength == BAD_LENGTH) {
            state = MALFORMED;
        } else if (isChunked) {
            body.startChunked();
            state = BODY;
        } else {
            body.startLength(Math.max(0, contentLength));
            state = contentLength > 0 ? BODY : COMPLETE;
        }
    }

    private void onLine() {
        if (state == START) {
            head.onStartLine(line);
        } else if (line.isEmpty()) {
            head.onEnd();
        } else {
            onField();
        }
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
            default -> head.onOtherField(line);
        }
    }
}
