package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.IpText;

/** Elements of comma-separated lists that name addresses. Positions are the buffer's. Any thread. */
final class Elements {
    private static final int PORT_DIGITS_MAX = 5;
    private static final int PROTO_BYTES_MAX = 16;

    private Elements() {}

    /** Where the last element of {@code in[from, to)} begins. */
    static int startOfLast(ByteBuffer in, int from, int to) {
        int at = to;
        while (at > from && in.get(at - 1) != ',') {
            at--;
        }
        return at;
    }

    /** Where the element that begins at {@code from} ends. */
    static int end(ByteBuffer in, int from, int to) {
        return Ascii.indexOf(in, from, to, ',');
    }

    static boolean isBlank(ByteBuffer in, int from, int to) {
        return Ascii.skipBlanks(in, from, to) == to;
    }

    /** A scheme as a proxy names it. */
    static boolean isProto(ByteBuffer in, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!Ascii.isToken(in.get(at))) {
                return false;
            }
        }
        return to > from && to - from <= PROTO_BYTES_MAX;
    }

    /**
     * No quoted string, and if there may be comments none of those, is left open, so that what is put behind it stands
     * for itself (RFC 9110 §5.6.4, §5.6.5).
     */
    static boolean isClosed(ByteBuffer in, int from, int to, boolean hasComments) {
        boolean isQuoted = false;
        int depth = 0;
        for (int at = from; at < to; at++) {
            final byte b = in.get(at);
            if (b == '\\' && (isQuoted || depth > 0)) {
                at++; // a pair
                if (at == to) {
                    return false;
                }
            } else if (b == '"' && depth == 0) {
                isQuoted = !isQuoted;
            } else if (hasComments && !isQuoted && b == '(') {
                depth++;
            } else if (hasComments && !isQuoted && b == ')' && depth > 0) {
                depth--;
            }
        }
        return !isQuoted && depth == 0;
    }

    /**
     * {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1}, {@code [2001:db8::1]:4711}, with blanks around.
     * All that is not exactly that is no address, as readers may differ in what they make of it.
     *
     * @param out room for 16 bytes
     * @return 4 or 16, the length of the address; 0 when it is none
     */
    static int address(ByteBuffer in, int from, int to, byte[] out) {
        final int first = Ascii.skipBlanks(in, from, to);
        final int last = Ascii.endWithoutBlanks(in, first, to);
        if (first < last && in.get(first) == '[') {
            final int bracket = Ascii.indexOf(in, first, last, ']');
            final boolean isV6 = Ascii.indexOf(in, first, bracket, ':') < bracket;
            return isV6 && isPort(in, bracket + 1, last) ? IpText.read(in, first + 1, bracket, out) : 0;
        }
        final int colon = Ascii.indexOf(in, first, last, ':');
        final boolean isOnlyColon = colon < last && Ascii.indexOf(in, colon + 1, last, ':') == last;
        if (isOnlyColon) {
            return isPort(in, colon, last) ? IpText.read(in, first, colon, out) : 0;
        }
        return IpText.read(in, first, last, out);
    }

    /** Nothing, or a colon and a port, which may be hidden (RFC 7239 §6). */
    private static boolean isPort(ByteBuffer in, int from, int to) {
        if (from >= to) {
            return from == to; // or the bracket is missing
        }
        final int first = from + 1;
        final boolean isHidden = first < to && in.get(first) == '_';
        int at = first;
        while (at < to && (isHidden ? Ascii.isToken(in.get(at)) : Ascii.isDigit(in.get(at)))) {
            at++;
        }
        return in.get(from) == ':' && at == to && at > first && (isHidden || at - first <= PORT_DIGITS_MAX);
    }
}
