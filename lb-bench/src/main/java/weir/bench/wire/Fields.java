package weir.bench.wire;

import java.nio.charset.StandardCharsets;

/** Questions to a field line {@code Name: value} or to a part of it. Any thread. */
public final class Fields {
    private static final int CASE_BIT = 0x20;
    private static final int DIGITS_MAX = 18;

    private Fields() {}

    /** The name in lower case as the bytes of a constant. */
    public static byte[] name(String lowerCase) {
        return lowerCase.getBytes(StandardCharsets.US_ASCII);
    }

    public static boolean isNamed(LineReader line, byte[] name) {
        final int end = line.from() + name.length;
        return end < line.to() && line.bytes()[end] == ':' && matches(line.bytes(), line.from(), name);
    }

    /** Whether the value has the token (in lower case) as one of its list, RFC 9110 §5.6.1. */
    public static boolean hasToken(LineReader line, int valueFrom, byte[] token) {
        final byte[] bytes = line.bytes();
        for (int at = valueFrom; at + token.length <= line.to(); at++) {
            final int end = at + token.length;
            if (matches(bytes, at, token)
                    && (at == valueFrom || isSeparator(bytes[at - 1]))
                    && (end == line.to() || isSeparator(bytes[end]))) {
                return true;
            }
        }
        return false;
    }

    /** A decimal number and nothing else, or -1. */
    public static long number(LineReader line, int valueFrom) {
        final byte[] bytes = line.bytes();
        int at = valueFrom;
        int end = line.to();
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
        while (end > at && isBlank(bytes[end - 1])) {
            end--;
        }
        if (at == end || end - at > DIGITS_MAX) {
            return -1;
        }
        long number = 0;
        for (; at < end; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return -1;
            }
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }

    private static boolean matches(byte[] bytes, int from, byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            final byte b = bytes[from + i];
            final int lower = b >= 'A' && b <= 'Z' ? b | CASE_BIT : b;
            if (lower != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSeparator(byte b) {
        return b == ',' || b == ';' || isBlank(b);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
