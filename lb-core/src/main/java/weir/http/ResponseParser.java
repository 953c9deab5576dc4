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
 * <p>Thread: owning loop only. See {@link HeadParser} for the rules that both kinds keep.
 */
public final class ResponseParser extends HeadParser {
    private static final int VERSION = 0;
    private static final int STATUS = 1;
    private static final int REASON = 2;
    private static final int LINE_LF = 3;

    private static final byte[] HTTP_1 = Ascii.bytes("HTTP/1.");
    private static final long HTTP_1_1 = Swar.word("HTTP/1.1");
    private static final int STATUS_START = 9;
    private static final int STATUS_END = 12;

    private int versionMinor;
    private int status;
    private boolean lacksSpace;

    public ResponseParser(HttpLimits limits) {
        this(limits, new HeadViews(limits.fieldsMax()));
    }

    /** @param tables of as many lines as the limits allow */
    public ResponseParser(HttpLimits limits, HeadViews tables) {
        super(limits, tables);
    }

    @Override
    void restartLine() {
        status = 0;
        lacksSpace = false;
    }

    @Override
    Fault tooLarge() {
        return Fault.HEAD_TOO_LARGE;
    }

    @Override
    boolean parseLine(ByteBuffer in, int headStart, int stop) {
        final int end = headStart + stop;
        int at = headStart + scanned;
        while (at < end && state != FIELDS && fault == null) {
            switch (state) {
                case VERSION ->
                    at = isHttp11(in, at, headStart, end) ? http11(in, at, end) : version(in.get(at), at, headStart);
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
        if (state != FIELDS) {
            return false;
        }
        head().setVersionMinor(versionMinor);
        head().setStatus(status);
        return true;
    }

    /** The usual version, there as a whole, is recognised in one look. */
    private static boolean isHttp11(ByteBuffer in, int at, int headStart, int end) {
        return at == headStart && end - at > 8 && in.getLong(at) == HTTP_1_1 && in.get(at + 8) == ' ';
    }

    /** The status, too, when it is there as a whole and stands as it should. */
    private int http11(ByteBuffer in, int at, int end) {
        versionMinor = 1;
        state = STATUS;
        if (end - at <= STATUS_END || in.get(at + STATUS_END) != ' ') {
            return at + STATUS_START;
        }
        final int hundreds = in.get(at + STATUS_START) - '0';
        final int tens = in.get(at + STATUS_START + 1) - '0';
        final int ones = in.get(at + STATUS_START + 2) - '0';
        if (hundreds < 1 || hundreds > 9 || tens < 0 || tens > 9 || ones < 0 || ones > 9) {
            return at + STATUS_START;
        }
        status = hundreds * 100 + tens * 10 + ones;
        state = REASON;
        return at + STATUS_END + 1;
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
            if (accepts(Tolerance.CONTROL_BYTES) && FieldLines.isReplaceable(in.get(at))) {
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

    /**
     * The status line ends behind the status, without the space that the grammar wants even when there is no reason.
     */
    boolean lacksSpace() {
        return lacksSpace;
    }
}
