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
 * <p>Consumes what is there and remembers where it stopped; never looks at a byte twice, keeps no reference to the buffer, makes no
 * String. Offsets are relative to the head's start. Thread: owning loop only.
 */
public final class RequestParser {
    private static final int EMPTY_LINES_MAX = 2;
    private static final int METHOD_BYTES_MAX = 64;

    private static final int START = 0;
    private static final int START_LF = 1;
    private static final int METHOD = 2;
    private static final int TARGET = 3;
    private static final int VERSION = 4;
    private static final int LINE_LF = 5;
    private static final int FIELDS = 6;

    private static final byte[] HTTP = Ascii.bytes("HTTP/");
    private static final long HTTP_1_1 = Swar.word("HTTP/1.1");

    private final HttpLimits limits;
    private final FieldTables tables;
    /** Null before the first byte of a head, and after {@link #giveFields}. */
    private FieldLines fields;

    private int state;
    private int scanned;
    private int emptyLines;
    private int lineStart;
    private int methodEnd;
    private int targetEnd;
    private int versionMajor;
    private int versionMinor;
    private Method method;
    private Fault fault;
    /** Null where heads must be strict. */
    private HeadRepair repair;
    /** By how much the head begins earlier than where it was, since it was repaired. */
    private int shift;

    public RequestParser(HttpLimits limits) {
        this(limits, new FieldTables(limits.fieldsMax()));
    }

    /** @param tables of as many lines as the limits allow */
    public RequestParser(HttpLimits limits, FieldTables tables) {
        this.limits = limits;
        this.tables = tables;
    }

    /** What is put up with from the next message on, as bits of {@link Tolerance}. */
    public void accept(int tolerances) {
        if (tolerances == 0) {
            repair = null;
            return;
        }
        if (repair == null) {
            repair = new HeadRepair();
        }
        repair.accept(tolerances);
    }

    /** What had to be put up with in this head, as bits of {@link Tolerance}. */
    public int tolerated() {
        return repair == null ? 0 : repair.used();
    }

    public void reset() {
        restart();
        shift = 0;
        if (repair != null) {
            repair.reset();
        }
    }

    private void restart() {
        state = START;
        scanned = 0;
        emptyLines = 0;
        method = null;
        fault = null;
        if (fields != null) {
            fields.reset();
        }
    }

    /** The head was read, or never will be: nobody asks for its {@link #fields} any more. What else is known of it stays. */
    public void giveFields() {
        if (fields != null) {
            tables.give(fields);
            fields = null;
        }
    }

    /**
     * Consumes {@code in[headStart, end)} up to the end of the head, continuing where the last call stopped. The head's bytes so far
     * are where they were or have been moved as a whole.
     *
     * @return {@link Parse#NEED_MORE}, {@link Parse#COMPLETE} or {@link Parse#REFUSED}
     */
    public int parse(ByteBuffer in, int headStart, int end) {
        if (repair == null) {
            return parseStrictly(in, headStart, end);
        }
        shift = 0;
        if (!repair.isOn()) {
            final int result = parseStrictly(in, headStart, end);
            if (result != Parse.REFUSED || !repair.takesOn(fault, in, headStart + scanned)) {
                return result;
            }
        }
        return parseRepaired(in, headStart, end);
    }

    /** The head is repaired when all of it is there, and then read as any other. */
    private int parseRepaired(ByteBuffer in, int headStart, int end) {
        final int stop = Math.min(end - headStart, limits.headBytesMax());
        if (!repair.findEnd(in, headStart, stop)) {
            return stop < limits.headBytesMax() ? Parse.NEED_MORE : refuse(Fault.HEAD_TOO_LARGE);
        }
        final int headEnd = headStart + repair.end();
        final int growth = repair.repair(in, headStart);
        if (growth < 0) {
            return refuse(Fault.HEAD_TOO_LARGE);
        }
        shift = growth;
        restart();
        final int result = parseStrictly(in, headStart - growth, headEnd);
        return result == Parse.NEED_MORE ? refuse(Fault.HEAD_TOO_LARGE) : result;
    }

    private int parseStrictly(ByteBuffer in, int headStart, int end) {
        if (fields == null) {
            fields = tables.take();
        }
        final int stop = Math.min(end - headStart, limits.headBytesMax());
        if (state != FIELDS && !parseLine(in, headStart, stop)) {
            return fault != null ? Parse.REFUSED : needMore();
        }
        scanned = fields.parse(in, headStart, scanned, stop);
        if (fields.isComplete()) {
            return Parse.COMPLETE;
        }
        if (fields.fault() != null) {
            return refuse(fields.fault());
        }
        return needMore();
    }

    private int needMore() {
        if (scanned < limits.headBytesMax()) {
            return Parse.NEED_MORE;
        }
        return refuse(state == TARGET ? Fault.TARGET_TOO_LONG : Fault.HEAD_TOO_LARGE);
    }

    /** True when the request line is complete; otherwise more bytes are needed or {@link #fault} is set. */
    private boolean parseLine(ByteBuffer in, int headStart, int stop) {
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
        return state == FIELDS;
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
        lineStart = at - headStart;
        state = METHOD;
        return at;
    }

    private int method(ByteBuffer in, int from, int headStart, int end) {
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
            methodEnd = at - headStart;
            method = Method.of(in, headStart + lineStart, at);
            state = TARGET;
            at++;
        }
        return at;
    }

    private int target(ByteBuffer in, int from, int headStart, int end) {
        final int at = Swar.skipTarget(in, from, end);
        if (at - headStart - methodEnd - 1 > limits.targetBytesMax()) {
            fault = Fault.TARGET_TOO_LONG;
            return headStart + targetStart() + limits.targetBytesMax();
        } else if (at < end) {
            if (in.get(at) != ' ' || at == headStart + targetStart()) {
                fault = in.get(at) == '\r' || in.get(at) == '\n' ? Fault.BAD_REQUEST_LINE : Fault.BAD_TARGET;
                return at;
            }
            targetEnd = at - headStart;
            state = VERSION;
            return at + 1;
        }
        return at;
    }

    /** The usual version, there as a whole, is recognised in one look. */
    private boolean isHttp11(ByteBuffer in, int at, int headStart, int end) {
        return at - headStart == targetEnd + 1 && end - at > 8 && in.getLong(at) == HTTP_1_1 && in.get(at + 8) == '\r';
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
        final int place = at - headStart - targetEnd - 1;
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

    private int refuse(Fault why) {
        fault = why;
        return Parse.REFUSED;
    }

    /** True once a byte of the request line itself has come; before that the connection is merely idle. */
    public boolean hasBegun() {
        return state > START_LF;
    }

    /** Method and target are known. */
    public boolean hasTarget() {
        return state > TARGET;
    }

    /** The request line is complete and fine. */
    public boolean hasRequestLine() {
        return state == FIELDS;
    }

    public Fault fault() {
        return fault;
    }

    /** By how much the head begins earlier now than where the last call of {@link #parse} had it, as it had to be repaired; 0 as a rule. */
    public int shift() {
        return shift;
    }

    /** Offset behind the byte looked at last; after a fault, the culprit's. */
    public int scanned() {
        return scanned;
    }

    /** Length of the complete head in bytes, with the empty line that ends it. */
    public int headBytes() {
        return scanned;
    }

    public FieldLines fields() {
        return fields;
    }

    /** Null until it has come completely. */
    public Method method() {
        return method;
    }

    /** Offset of the request line; empty lines may stand before it. */
    public int lineStart() {
        return lineStart;
    }

    public int methodEnd() {
        return methodEnd;
    }

    public int targetStart() {
        return methodEnd + 1;
    }

    public int targetEnd() {
        return targetEnd;
    }

    /** 0 or 1, which stands for higher ones as well; the major version is 1. */
    public int versionMinor() {
        return versionMinor;
    }
}
