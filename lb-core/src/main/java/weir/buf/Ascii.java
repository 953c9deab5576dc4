package weir.buf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Classes of ASCII bytes, and comparisons that make no String. Any thread. */
public final class Ascii {
    /** RFC 9110 §5.6.2. */
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (char c = 0; c < 128; c++) {
            TOKEN[c] = isLetterOrDigit((byte) c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
    }

    private Ascii() {}

    public static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    /** Space or tab, as stands around values and members of lists (OWS and BWS, RFC 9110 §5.6.3). */
    public static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Position of the first byte in {@code in[from, to)} that {@link #isBlank} does not hold for, or {@code to}. */
    public static int skipBlanks(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to && isBlank(in.get(at))) {
            at++;
        }
        return at;
    }

    /**
     * Position behind the last byte in {@code in[from, to)} that {@link #isBlank} does not hold for, or {@code from}.
     */
    public static int endWithoutBlanks(ByteBuffer in, int from, int to) {
        int at = to;
        while (at > from && isBlank(in.get(at - 1))) {
            at--;
        }
        return at;
    }

    /** Position of the first {@code c} in {@code in[from, to)}, or {@code to}. */
    public static int indexOf(ByteBuffer in, int from, int to, char c) {
        int at = from;
        while (at < to && in.get(at) != c) {
            at++;
        }
        return at;
    }

    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    public static boolean isLetter(byte b) {
        final int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    public static boolean isLetterOrDigit(byte b) {
        return isLetter(b) || isDigit(b);
    }

    /** The value of a hexadecimal digit, or -1. */
    public static int hexValue(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        final int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    public static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /** True when {@code in[from, to)} is {@code lowerCase} in any case. */
    public static boolean equalsIgnoreCase(ByteBuffer in, int from, int to, byte[] lowerCase) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (lower(in.get(from + i)) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** True when {@code in[from, to)} and {@code in[otherFrom, otherTo)} differ at most in the case of letters. */
    public static boolean equalsIgnoreCase(ByteBuffer in, int from, int to, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (lower(in.get(from + i)) != lower(in.get(otherFrom + i))) {
                return false;
            }
        }
        return true;
    }

    /** True when {@code in[from, from + exact.length)} is {@code exact}; the caller knows that so many bytes exist. */
    public static boolean startsWith(ByteBuffer in, int from, byte[] exact) {
        for (int i = 0; i < exact.length; i++) {
            if (in.get(from + i) != exact[i]) {
                return false;
            }
        }
        return true;
    }

    /** Text of a range for messages; allocates. */
    public static String text(ByteBuffer in, int from, int to) {
        final byte[] copy = new byte[to - from];
        in.get(from, copy);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }
}
