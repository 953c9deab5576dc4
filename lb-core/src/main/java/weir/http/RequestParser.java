package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.Swar;

/**
 * Incremental parser of a request head (RFC 9112 §3 and §5): syntax only, {@link RequestHead} gives it meaning.
 *
 * <pre>
 *   START --token--> METHOD --SP--> TARGET --SP--> VERSION --CR--> LINE_LF --LF--> FIELDS --> (complete)
 *     |  ^
 *     CR LF   (at most {@link #EMPTY_LINES_MAX} empty lines before the request line, RFC 9112 §2.2)
 * </pre>
 *
 * <p>Thread: owning loop only. See {@link HeadParser} for the rules that both kinds keep.
 */
public final class RequestParser extends HeadParser {
    private static final int EMPTY_LINES_MAX = 2;
    private static final int METHOD_BYTES_MAX = 64;

    private static final int START = 0;
    private static final int START_LF = 1;
    private static final int METHOD = 2;
    private static final int TARGET = 3;
    private static final int VERSION = 4;
    private static final int LINE_LF = 5;

    /** {@code "GET "} as four bytes of a little-endian buffer. */
    private static final int GET = 'G' | 'E' << 8 | 'T' << 16 | ' ' << 24;

    private static final byte[] HTTP = Ascii.bytes("HTTP/");
    private static final long HTTP_1_1 = Swar.word("HTTP/1.1");

    private int emptyLines;
    private Method method;
    private int versionMajor;
    private int versionMinor;

    public RequestParser(HttpLimits limits) {
        this(limits, new HeadViews(limits.fieldsMax()));
    }

    /** @param tables of as many lines as the limits allow */
    public RequestParser(HttpLimits limits, HeadViews tables) {
        super(limits, tables);
    }

    @Override
    void restartLine() {
        emptyLines = 0;
        method = null;
    }

    @Override
    Fault tooLarge() {
        return state == TARGET ? Fault.TARGET_TOO_LONG : Fault.HEAD_TOO_LARGE;
    }

    @Override
    boolean parseLine(ByteBuffer in, int headStart, int stop) {
        final int end = headStart + stop;
        int at = headStart + scanned;
        while (at < end && state != FIELDS && fault == null) {
            switch (state) {
                case START -> at = start(in.get(at), at, headStart);
                case START_LF -> at = expect(in, at, '\n', START, Fault.BARE_CR);
                case METHOD -> at = method(in, at, headStart, end);
                case TARGET -> at = target(in, at, headStart, end);
                case VERSION -> at = isHttp11(in, at, headStart, end) ? http11(at) : version(in, at, headStart);
                default -> at = expect(in, at, '\n', FIELDS, Fault.BARE_CR); // LINE_LF
            }
        }
        scanned = at - headStart;
        if (state != FIELDS) {
            return false;
        }
        head().setVersionMinor(versionMinor);
        return true;
    }

    private int start(byte b, int at, int headStart) {
        if (b == '\r') {
            state = START_LF;
            if (++emptyLines > EMPTY_LINES_MAX) {
                fault = Fault.BAD_REQUEST_LINE;
            }
            return at + 1;
        }
        if (!Ascii.isToken(b)) {
            fault = b == '\n' ? Fault.BARE_LF : Fault.BAD_METHOD;
        }
        head().setMethod(null, at - headStart, 0);
        state = METHOD;
        return at;
    }

    private int method(ByteBuffer in, int from, int headStart, int end) {
        final int lineStart = head().lineStart();
        if (from == headStart + lineStart && end - from >= 4 && in.getInt(from) == GET) {
            return endMethod(Method.GET, lineStart, from + 3, headStart);
        }
        int at = from;
        while (at < end && Ascii.isToken(in.get(at))) {
            at++;
        }
        if (at - headStart - lineStart > METHOD_BYTES_MAX) {
            fault = Fault.METHOD_TOO_LONG;
            return headStart + lineStart + METHOD_BYTES_MAX;
        } else if (at < end) {
            if (in.get(at) != ' ') {
                fault = Fault.BAD_METHOD;
                return at;
            }
            return endMethod(Method.of(in, headStart + lineStart, at), lineStart, at, headStart);
        }
        return at;
    }

    private int endMethod(Method is, int lineStart, int end, int headStart) {
        method = is;
        head().setMethod(is, lineStart, end - headStart);
        state = TARGET;
        return end + 1;
    }

    private int target(ByteBuffer in, int from, int headStart, int end) {
        final int start = headStart + targetStart();
        final int at = Swar.skipTarget(in, from, end);
        if (at - start > limits.targetBytesMax()) {
            fault = Fault.TARGET_TOO_LONG;
            return start + limits.targetBytesMax();
        } else if (at < end) {
            if (in.get(at) != ' ' || at == start) {
                fault = in.get(at) == '\r' || in.get(at) == '\n' ? Fault.BAD_REQUEST_LINE : Fault.BAD_TARGET;
                return at;
            }
            head().setTargetEnd(at - headStart);
            state = VERSION;
            return at + 1;
        }
        return at;
    }

    /** The usual version, there as a whole, is recognised in one look. */
    private boolean isHttp11(ByteBuffer in, int at, int headStart, int end) {
        return at - headStart == head().targetEndOffset() + 1
                && end - at > 8
                && in.getLong(at) == HTTP_1_1
                && in.get(at + 8) == '\r';
    }

    private int http11(int at) {
        versionMajor = 1;
        versionMinor = 1;
        state = LINE_LF;
        return at + 9;
    }

    /** One byte of {@code HTTP/1.1} CR; the place within it is the distance from the target's end. */
    private int version(ByteBuffer in, int at, int headStart) {
        final byte b = in.get(at);
        final int place = at - headStart - head().targetEndOffset() - 1;
        final boolean fits = switch (place) {
            case 0, 1, 2, 3, 4 -> b == HTTP[place];
            case 5 -> {
                versionMajor = b - '0';
                yield Ascii.isDigit(b);
            }
            case 6 -> b == '.';
            case 7 -> {
                versionMinor = Math.min(1, b - '0'); // RFC 9110 §2.5: 1.2 is read as 1.1
                yield Ascii.isDigit(b);
            }
            default -> b == '\r';
        };
        if (!fits) {
            fault = b == '\n' ? Fault.BARE_LF : Fault.BAD_VERSION;
            return at;
        }
        if (place == 8) {
            state = LINE_LF;
            if (versionMajor != 1) {
                fault = Fault.UNSUPPORTED_VERSION;
            }
        }
        return at + 1;
    }

    private int expect(ByteBuffer in, int at, char wanted, int next, Fault otherwise) {
        if (in.get(at) != wanted) {
            fault = otherwise;
            return at;
        }
        state = next;
        return at + 1;
    }

    /** True once a byte of the request line itself has come; before that the connection is merely idle. */
    public boolean hasBegun() {
        return state > START_LF;
    }

    /** Offset behind the byte looked at last; after a fault, the culprit's. */
    public int scanned() {
        return scanned;
    }

    /** Null until it has come completely. */
    public Method method() {
        return method;
    }

    /** Offset of the request line; empty lines may stand before it. */
    int lineStart() {
        return head().lineStart();
    }

    int targetStart() {
        return head().methodEndOffset() + 1;
    }
}
