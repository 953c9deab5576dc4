package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.IpText;

/** Elements of comma-separated lists that name addresses. Positions are the buffer's. Any thread. */
final class Elements {
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
        int at = from;
        while (at < to && in.get(at) != ',') {
            at++;
        }
        return at;
    }

    static boolean isBlank(ByteBuffer in, int from, int to) {
        return skipBlanks(in, from, to) == to;
    }

    static int skipBlanks(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to && isBlank(in.get(at))) {
            at++;
        }
        return at;
    }

    static int endWithoutBlanks(ByteBuffer in, int from, int to) {
        int at = to;
        while (at > from && isBlank(in.get(at - 1))) {
            at--;
        }
        return at;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /**
     * {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1}, {@code [2001:db8::1]:4711}, with blanks around.
     *
     * @param out room for 16 bytes
     * @return 4 or 16, the length of the address; 0 when it is none
     */
    static int address(ByteBuffer in, int from, int to, byte[] out) {
        int first = skipBlanks(in, from, to);
        int last = endWithoutBlanks(in, first, to);
        if (first < last && in.get(first) == '[') {
            first++;
            int at = first;
            while (at < last && in.get(at) != ']') {
                at++;
            }
            last = at;
        } else {
            final int colon = onlyColon(in, first, last);
            last = colon < 0 ? last : colon;
        }
        return IpText.read(in, first, last, out);
    }

    private static int onlyColon(ByteBuffer in, int from, int to) {
        int colon = -1;
        for (int at = from; at < to; at++) {
            if (in.get(at) == ':') {
                if (colon >= 0) {
                    return -1;
                }
                colon = at;
            }
        }
        return colon;
    }
}
