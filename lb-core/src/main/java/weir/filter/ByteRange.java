package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/**
 * A Range field that asks for one range of bytes (RFC 9110 §14.1.2). All others are ignored, as they may be (§14.2).
 * Filled anew for each; owning loop only.
 */
final class ByteRange {
    enum Kind {
        /** Not one range of bytes. */
        IGNORED,
        /** Nothing of it is there. */
        UNSATISFIABLE,
        /** {@code [start, end)} is there. */
        PART
    }

    private static final byte[] UNIT = Ascii.bytes("bytes=");
    private static final int DIGITS_MAX = 18;

    private int start;
    private int end;
    private int at;

    Kind read(ByteBuffer in, int from, int to, int length) {
        if (to - from < UNIT.length || !Ascii.equalsIgnoreCase(in, from, from + UNIT.length, UNIT)) {
            return Kind.IGNORED;
        }
        at = from + UNIT.length;
        final long first = number(in, to);
        if (at == to || in.get(at++) != '-') {
            return Kind.IGNORED;
        }
        final long last = number(in, to);
        if (at < to || first < 0 && last < 0 || first == Long.MAX_VALUE || first >= 0 && last >= 0 && last < first) {
            return Kind.IGNORED;
        }
        if (first < 0) { // so many at the end
            start = (int) Math.max(0, length - last);
            end = length;
            return last == 0 || length == 0 ? Kind.UNSATISFIABLE : Kind.PART;
        }
        if (first >= length) {
            return Kind.UNSATISFIABLE;
        }
        start = (int) first;
        end = last < 0 ? length : (int) Math.min(length, last + 1);
        return Kind.PART;
    }

    /** -1 when none is there; what has more digits than any file has is more than any. */
    private long number(ByteBuffer in, int to) {
        final int from = at;
        long number = 0;
        while (at < to && Ascii.isDigit(in.get(at))) {
            number = at - from < DIGITS_MAX ? number * 10 + in.get(at) - '0' : Long.MAX_VALUE - 1;
            at++;
        }
        return at == from ? -1 : number;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }
}
