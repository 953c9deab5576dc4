package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/**
 * The one reading of a path that all who see it agree on; or none, when there are several.
 *
 * <p>Normalised is what RFC 3986 §6.2.2 calls equivalent: {@code %41} becomes A, as letters, digits and {@code -._~}
 * need no encoding, and {@code %3a} becomes {@code %3A}. Refused is what some servers take for another path than others
 * do: an encoded slash or backslash, a backslash, an encoded NUL, an empty segment, segments of dots however they are
 * written ({@code /%2e%2E/}, {@code /..;x/}, {@code /;x/}), and a percent sign that begins no encoding. Any thread.
 */
public final class PathReading {
    /** There is more than one. */
    public static final int AMBIGUOUS = -1;

    private PathReading() {}

    /**
     * Normalises the path {@code in[from, to)} in place, so that it ends where it ended before.
     *
     * @return position where it begins now; {@link #AMBIGUOUS}, and then nothing has changed
     */
    public static int normalise(ByteBuffer in, int from, int to) {
        return isPlain(in, from, to) ? from : normaliseEncoded(in, from, to);
    }

    /** Nearly every path is. */
    private static boolean isPlain(ByteBuffer in, int from, int to) {
        byte before = 0;
        for (int at = from; at < to; at++) {
            final byte b = in.get(at);
            if (b == '%' || b == '\\' || before == '/' && (b == '/' || b == '.' || b == ';')) {
                return false;
            }
            before = b;
        }
        return true;
    }

    private static int normaliseEncoded(ByteBuffer in, int from, int to) {
        int segment = from;
        int shorter = 0;
        for (int at = from; at < to; at++) {
            final byte b = in.get(at);
            if (b == '/') {
                if (at > from && !isSegment(in, segment, at)) {
                    return AMBIGUOUS;
                }
                segment = at + 1;
            } else if (b == '\\') {
                return AMBIGUOUS;
            } else if (b == '%') {
                final int decoded = decoded(in, at, to);
                if (decoded <= 0 || decoded == '/' || decoded == '\\') {
                    return AMBIGUOUS;
                }
                shorter += isUnreserved(decoded) ? 2 : 0;
                at += 2;
            }
        }
        if (isDots(in, segment, to)) { // the last one may be empty
            return AMBIGUOUS;
        }
        rewrite(in, from, to, from + shorter);
        return from + shorter;
    }

    /** The byte that stands encoded there; -1 when none does. */
    private static int decoded(ByteBuffer in, int at, int to) {
        if (at + 2 >= to) {
            return -1;
        }
        final int high = Ascii.hexValue(in.get(at + 1));
        final int low = Ascii.hexValue(in.get(at + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static boolean isUnreserved(int b) { // RFC 3986 §2.3
        return b < 0x80 && (Ascii.isLetterOrDigit((byte) b) || b == '-' || b == '.' || b == '_' || b == '~');
    }

    private static boolean isSegment(ByteBuffer in, int from, int to) {
        return from < to && !isDots(in, from, to);
    }

    /** One dot or two, or nothing at all, but for parameters behind a semicolon, which some servers take off first. */
    private static boolean isDots(ByteBuffer in, int from, int to) {
        int dots = 0;
        int at = from;
        while (at < to) {
            final boolean isEncoded = in.get(at) == '%';
            final int b = isEncoded ? decoded(in, at, to) : in.get(at);
            if (b == ';') {
                break;
            } else if (b != '.') {
                return false;
            }
            dots++;
            at += isEncoded ? 3 : 1;
        }
        return dots == 1 || dots == 2 || dots == 0 && at < to;
    }

    /** To the front first, as what is read is never behind what is written; then as a whole to the end. */
    private static void rewrite(ByteBuffer in, int from, int to, int newFrom) {
        int out = from;
        for (int at = from; at < to; at++) {
            final byte b = in.get(at);
            if (b != '%') {
                in.put(out++, b);
                continue;
            }
            final int decoded = decoded(in, at, to);
            if (isUnreserved(decoded)) {
                in.put(out++, (byte) decoded);
            } else {
                in.put(out++, b);
                in.put(out++, upper(in.get(at + 1)));
                in.put(out++, upper(in.get(at + 2)));
            }
            at += 2;
        }
        if (newFrom > from) {
            in.put(newFrom, in, from, out - from);
        }
    }

    private static byte upper(byte hex) {
        return hex >= 'a' ? (byte) (hex - 32) : hex;
    }
}
