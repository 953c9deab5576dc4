package weir.bench.wire;

/**
 * Reads one response after the other; knows where each ends (RFC 9112 §6.3) and whether the connection lasts. Thread:
 * its connection's loop only.
 */
public final class ResponseReader implements MessageReader.Head {
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_LINE_MIN = "HTTP/1.1 200".length();

    private final MessageReader message = new MessageReader(this);
    private int status;
    private boolean isHead;
    private boolean hasBytes;

    /** Forgets what was read. @param answersHead whether the next one answers a HEAD */
    public void next(boolean answersHead) {
        message.next();
        status = 0;
        isHead = answersHead;
        hasBytes = false;
    }

    /** The position up to which bytes belong to this response. */
    public int consume(byte[] in, int start, int stop) {
        hasBytes |= start < stop;
        return message.consume(in, start, stop);
    }

    /** The connection has ended; a body that ends with it is complete then. */
    public void onConnectionEnd() {
        message.onConnectionEnd();
    }

    public boolean isComplete() {
        return message.isComplete();
    }

    public boolean isMalformed() {
        return message.isMalformed();
    }

    /** 0 before the status line is there. */
    public int status() {
        return status;
    }

    public long bodyBytes() {
        return message.bodyBytes();
    }

    public boolean hasBytes() {
        return hasBytes;
    }

    /** Whether another request may follow on the connection, RFC 9112 §9.3. */
    public boolean isPersistent() {
        return message.isPersistent();
    }

    @Override
    public void onStartLine(LineReader line) {
        final byte[] bytes = line.bytes();
        final int from = line.from();
        if (line.to() - from < STATUS_LINE_MIN || !isVersion(bytes, from)) {
            message.refuse();
            return;
        }
        final int word = digit(bytes[from + STATUS_AT]) * 100
                + digit(bytes[from + STATUS_AT + 1]) * 10
                + digit(bytes[from + STATUS_AT + 2]);
        if (word < 100) {
            message.refuse();
        } else {
            status = word;
            message.fields(bytes[from + STATUS_AT - 2] == '0');
        }
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

    @Override
    public void onOtherField(LineReader line) {
        // Only framing and persistence matter here.
    }

    @Override
    public void onEnd() {
        if (status == 101) {
            message.refuse(); // nobody asked for an upgrade
        } else if (status < 200) {
            message.again();
        } else if (isHead || status == 204 || status == 304) {
            message.complete();
        } else if (message.hasFraming()) {
            message.body();
        } else {
            message.bodyUntilClose();
        }
    }
}
