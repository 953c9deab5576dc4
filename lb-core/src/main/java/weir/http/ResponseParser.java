package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.Swar;

/**
 * Incremental parser of a response head (RFC 9112 §4 and §5): syntax only, {@link ResponseHead} gives it meaning.
 *
 * <pre>
 *   VERSION --SP--> STATUS --SP--> REASON --CR--> LINE_LF --LF--> FIELDS --> (complete)
 *                      '-----------CR---------------^     (no reason, no space: old servers)
 * </pre>
 *
 * <p>Thread: owning loop only. See {@link RequestParser} for the rules that both keep.
 */
public final class ResponseParser {
    private static final int VERSION = 0;
    private static final int STATUS = 1;
    private static final int REASON = 2;
    private static final int LINE_LF = 3;
    private static final int FIELDS = 4;

    private static final byte[] HTTP_1 = Ascii.bytes("HTTP/1.");
    private static final long HTTP_1_1 = Swar.word("HTTP/1.1");
    private static final int STATUS_START = 9;
    private static final int STATUS_END = 12;

    private final HttpLimits limits;
    private final FieldTables tables;
    /** Null before the first byte of a head, and after {@link #giveFields}. */
    private FieldLines fields;

    private int state;
    private int scanned;
    private int versionMinor;
    private int status;
    private boolean lacksSpace;
    private Fault fault;
    private int accepted;
    private boolean hasReplacedControl;
    /** Null where heads must be strict. */
    private HeadRepair repair;
    /** By how much the head begins earlier than where it was, since it was repaired. */
    private int shift;

    public ResponseParser(HttpLimits limits) {
        this(limits, new FieldTables(limits.fieldsMax()));
    }

    /** @param tables of as many lines as the limits allow */
    public ResponseParser(HttpLimits limits, FieldTables tables) {
        this.limits = limits;
        this.tables = tables;
    }

    /** What is put up with from the next message on, as bits of {@link Tolerance}. */
    public void accept(int tolerances) {
        accepted = tolerances;
        if (fields != null) {
            fields.replaceControls(replacesControls());
        }
        if ((tolerances & Tolerance.BARE_LF.bit()) == 0) {
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
        final int controls = hasReplacedControl || fields != null && fields.hasReplacedControls()
                ? Tolerance.CONTROL_BYTES.bit()
                : 0;
        return repair == null ? controls : controls | repair.used();
    }

    /** What is put up with, as bits of {@link Tolerance}. */
    public int accepted() {
        return accepted;
    }

    private boolean replacesControls() {
        return (accepted & Tolerance.CONTROL_BYTES.bit()) != 0;
    }

    public void reset() {
        restart();
        shift = 0;
        hasReplacedControl = false;
        if (repair != null) {
            repair.reset();
        }
    }

    private void restart() {
        state = VERSION;
        scanned = 0;
        status = 0;
        lacksSpace = false;
        fault = null;
        if (fields != null) {
            fields.reset();
        }
    }

    /** The head was read, or never will be: nobody asks for its {@link #fields} any more. What else is known of it stays. */
    public void giveFields() {
        if (fields != null) {
            hasReplacedControl |= fields.hasReplacedControls();
            tables.give(fields);
            fields = null;
        }
    }

    /** As {@link RequestParser#parse}. */
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
        hasReplacedControl |= fields.hasReplacedControls();
        restart();
        final int result = parseStrictly(in, headStart - growth, headEnd);
        return result == Parse.NEED_MORE ? refuse(Fault.HEAD_TOO_LARGE) : result;
    }

    private int parseStrictly(ByteBuffer in, int headStart, int end) {
        if (fields == null) {
            fields = tables.take();
            fields.replaceControls(replacesControls());
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
        return scanned < limits.headBytesMax() ? Parse.NEED_MORE : refuse(Fault.HEAD_TOO_LARGE);
    }

    private boolean parseLine(ByteBuffer in, int headStart, int stop) {
        final int end = headStart + stop;
        int at = headStart + scanned;
        while (at < end && state != FIELDS && fault == null) {
            switch (state) {
                case VERSION -> at = isHttp11(in, at, headStart, end) ? http11(at) : version(in.get(at), at, headStart);
                case STATUS -> at = status(in.get(at), at, headStart);
                case REASON -> at = reason(in, at, end);
                default -> { // LINE_LF
                    if (in.get(at) == '\n') {
                        state = FIELDS;
                        at++;
                    } else {
                        fault = Fault.BARE_CR;
                    }
                }
            }
        }
        scanned = at - headStart;
        return state == FIELDS;
    }

    /** The usual version, there as a whole, is recognised in one look. */
    private static boolean isHttp11(ByteBuffer in, int at, int headStart, int end) {
        return at == headStart && end - at > 8 && in.getLong(at) == HTTP_1_1 && in.get(at + 8) == ' ';
    }

    private int http11(int at) {
        versionMinor = 1;
        state = STATUS;
        return at + STATUS_START;
    }

    private int version(byte b, int at, int headStart) {
        final int place = at - headStart;
        final boolean fits;
        if (place < HTTP_1.length) {
            fits = b == HTTP_1[place];
        } else if (place == HTTP_1.length) {
            versionMinor = Math.min(1, b - '0'); // RFC 9110 §2.5: 1.2 is read as 1.1
            fits = Ascii.isDigit(b);
        } else {
            fits = b == ' ';
            state = STATUS;
        }
        if (!fits) {
            fault = Fault.BAD_STATUS_LINE;
            return at;
        }
        return at + 1;
    }

    private int status(byte b, int at, int headStart) {
        final int place = at - headStart;
        if (place < STATUS_END) {
            if (!Ascii.isDigit(b) || (place == STATUS_START && b == '0')) {
                fault = Fault.BAD_STATUS_LINE;
                return at;
            }
            status = status * 10 + (b - '0');
        } else if (b == ' ') {
            state = REASON;
        } else if (b == '\r') {
            lacksSpace = true;
            state = LINE_LF;
        } else {
            fault = b == '\n' ? Fault.BARE_LF : Fault.BAD_STATUS_LINE;
            return at;
        }
        return at + 1;
    }

    private int reason(ByteBuffer in, int from, int end) {
        final int at = Swar.skipFieldValue(in, from, end);
        if (at == end) {
            return at;
        }
        if (in.get(at) != '\r') {
            if ((accepted & Tolerance.CONTROL_BYTES.bit()) != 0 && FieldLines.isReplaceable(in.get(at))) {
                in.put(at, (byte) ' ');
                hasReplacedControl = true;
                return at;
            }
            fault = in.get(at) == '\n' ? Fault.BARE_LF : Fault.BAD_STATUS_LINE;
            return at;
        }
        state = LINE_LF;
        return at + 1;
    }

    private int refuse(Fault why) {
        fault = why;
        return Parse.REFUSED;
    }

    public Fault fault() {
        return fault;
    }

    /** By how much the head begins earlier now than where the last call of {@link #parse} had it, as it had to be repaired; 0 as a rule. */
    public int shift() {
        return shift;
    }

    public int headBytes() {
        return scanned;
    }

    public FieldLines fields() {
        return fields;
    }

    /** 100..999. */
    public int status() {
        return status;
    }

    /** 0 or 1, which stands for higher ones as well; the major version is 1. */
    public int versionMinor() {
        return versionMinor;
    }

    /** The status line ends behind the status, without the space that the grammar wants even when there is no reason. */
    boolean lacksSpace() {
        return lacksSpace;
    }
}
