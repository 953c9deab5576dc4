package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/**
 * Which of three formats a request's Accept wants most, and which ones it takes at all (RFC 9110 §12.5.1). Any thread.
 *
 * <p>What an answer is made in is a small number: the format that is wanted most in the lowest two bits, and a bit
 * above them for each that would do.
 */
public final class AcceptField {
    public static final int TEXT = 0;
    public static final int HTML = 1;
    public static final int JSON = 2;

    private static final int FORMAT_BITS = 2;
    private static final int ALL = (1 << TEXT | 1 << HTML | 1 << JSON) << FORMAT_BITS;
    /** Who says nothing, or that anything will do, gets text. */
    public static final byte ANY = ALL | TEXT;

    private static final byte[] NAME = Ascii.bytes("accept");
    private static final byte[] TEXT_HTML = Ascii.bytes("text/html");
    private static final byte[] XHTML = Ascii.bytes("application/xhtml+xml");
    private static final byte[] APPLICATION_JSON = Ascii.bytes("application/json");
    private static final byte[] PROBLEM_JSON = Ascii.bytes("application/problem+json");
    private static final byte[] TEXT_PLAIN = Ascii.bytes("text/plain");
    private static final byte[] ANY_TEXT = Ascii.bytes("text/*");
    private static final byte[] ANY_APPLICATION = Ascii.bytes("application/*");
    private static final byte[] ANYTHING = Ascii.bytes("*/*");
    private static final int FULL = 1_000;

    private AcceptField() {}

    public static int wanted(int answer) {
        return answer & (1 << FORMAT_BITS) - 1;
    }

    public static boolean takes(int answer, int format) {
        return (answer >> FORMAT_BITS & 1 << format) != 0;
    }

    /** Of several that are wanted alike, the first. Allocates nothing. */
    public static byte of(HeadView head, ByteBuffer in) {
        int line = head.indexOf(in, NAME, 0);
        if (line < 0) {
            return ANY;
        }
        int formats = 0;
        int best = -1;
        int wanted = TEXT;
        for (; line >= 0; line = head.indexOf(in, NAME, line + 1)) {
            final int end = head.valueEnd(line);
            for (int at = head.valueStart(line); at < end; ) {
                final int comma = Ascii.indexOf(in, at, end, ',');
                final int semicolon = Ascii.indexOf(in, at, comma, ';');
                final int from = Ascii.skipBlanks(in, at, semicolon);
                final int to = Ascii.endWithoutBlanks(in, from, semicolon);
                final int weight = weight(in, semicolon, comma);
                final int set = weight == 0 ? 0 : formats(in, from, to);
                formats |= set;
                if (set != 0 && weight > best) {
                    best = weight;
                    wanted = first(set);
                }
                at = comma + 1;
            }
        }
        return formats == 0 ? ANY : (byte) (formats << FORMAT_BITS | wanted);
    }

    /** Text, where it is among them. */
    private static int first(int set) {
        return Integer.numberOfTrailingZeros(set);
    }

    private static int formats(ByteBuffer in, int from, int to) {
        if (Ascii.equalsIgnoreCase(in, from, to, TEXT_HTML) || Ascii.equalsIgnoreCase(in, from, to, XHTML)) {
            return 1 << HTML;
        } else if (Ascii.equalsIgnoreCase(in, from, to, APPLICATION_JSON)
                || Ascii.equalsIgnoreCase(in, from, to, PROBLEM_JSON)
                || Ascii.equalsIgnoreCase(in, from, to, ANY_APPLICATION)) {
            return 1 << JSON;
        } else if (Ascii.equalsIgnoreCase(in, from, to, TEXT_PLAIN)) {
            return 1 << TEXT;
        } else if (Ascii.equalsIgnoreCase(in, from, to, ANY_TEXT)) {
            return 1 << TEXT | 1 << HTML;
        }
        return Ascii.equalsIgnoreCase(in, from, to, ANYTHING) ? 1 << TEXT | 1 << HTML | 1 << JSON : 0;
    }

    /** In thousandths; what is no weight is none, and so full. */
    private static int weight(ByteBuffer in, int from, int to) {
        for (int at = from; at < to; ) {
            final int next = Ascii.indexOf(in, at + 1, to, ';');
            final int start = Ascii.skipBlanks(in, at + 1, next);
            if (next - start >= 3 && (in.get(start) | 0x20) == 'q' && in.get(start + 1) == '=') {
                return thousandths(in, start + 2, Ascii.endWithoutBlanks(in, start + 2, next));
            }
            at = next;
        }
        return FULL;
    }

    private static int thousandths(ByteBuffer in, int from, int to) {
        if (in.get(from) == '1') {
            return FULL;
        }
        int sum = 0;
        int digit = 100;
        for (int at = from + 2; at < to && digit > 0 && Ascii.isDigit(in.get(at)); at++) {
            sum += digit * (in.get(at) - '0');
            digit /= 10;
        }
        return sum;
    }
}
