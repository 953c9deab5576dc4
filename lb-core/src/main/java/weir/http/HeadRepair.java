package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/**
 * Makes a strict head of one that is not, for a parser that has refused it and is told to put up with that. The parser
 * then reads the result as it reads any head, so nothing but the repair decides what the bytes mean:
 *
 * <ul>
 *   <li>{@link Tolerance#BARE_LF}: each LF without a CR before it gets one.
 *   <li>{@link Tolerance#UTF8_TARGET}: each byte above 0x7f of a target that is UTF-8 is percent-encoded.
 * </ul>
 *
 * <p>The head grows backwards, into the free front of its buffer, by {@link #GROWTH_MAX} at most. Thread: owning loop
 * only; one per parser that tolerates either.
 */
final class HeadRepair {
    /** Half of what is free before a head. */
    static final int GROWTH_MAX = HeadEdit.ADDED_BYTES_MAX / 2;

    private static final byte[] HEX = weir.buf.Ascii.bytes("0123456789ABCDEF");

    private int accepted;
    private boolean isOn;
    private int scanned;
    /** The current line has something in it, be it a CR. */
    private int lineBytes;
    /** A line that is not empty has come. */
    private boolean hasLine;

    private int used;

    /** @param accepted bits of {@link Tolerance} */
    void accept(int accepted) {
        this.accepted = accepted;
    }

    void reset() {
        isOn = false;
        scanned = 0;
        lineBytes = 0;
        hasLine = false;
        used = 0;
    }

    /** The head waits for its end, to be repaired then. */
    boolean isOn() {
        return isOn;
    }

    /** What had to be repaired, as bits of {@link Tolerance}. */
    int used() {
        return used;
    }

    /** True when the fault at {@code culprit} is one that may be repaired. */
    boolean takesOn(Fault fault, ByteBuffer in, int culprit) {
        isOn = fault == Fault.BARE_LF && accepts(Tolerance.BARE_LF)
                || fault == Fault.BAD_TARGET && in.get(culprit) < 0 && accepts(Tolerance.UTF8_TARGET);
        return isOn;
    }

    private boolean accepts(Tolerance tolerance) {
        return (accepted & tolerance.bit()) != 0;
    }

    /**
     * Looks for the empty line that ends the head in {@code in[base, base + stop)}, going on where it stopped. Empty
     * lines before the first do not count.
     */
    boolean findEnd(ByteBuffer in, int base, int stop) {
        while (scanned < stop) {
            final byte b = in.get(base + scanned++);
            if (b != '\n') {
                lineBytes++;
                continue;
            }
            final boolean isEmpty = lineBytes == 0 || lineBytes == 1 && in.get(base + scanned - 2) == '\r';
            lineBytes = 0;
            if (isEmpty && hasLine) {
                return true;
            }
            hasLine |= !isEmpty;
        }
        return false;
    }

    /** Offset behind the head that {@link #findEnd} has found. */
    int end() {
        return scanned;
    }

    /**
     * Repairs the head at {@code base}.
     *
     * @return by how much it begins earlier now; -1 when that would be too much
     */
    int repair(ByteBuffer in, int base) {
        isOn = false;
        final int targetStart = targetStart(in, base);
        final int targetEnd = accepts(Tolerance.UTF8_TARGET) ? utf8End(in, targetStart, base + scanned) : 0;
        int growth = 0;
        for (int at = base; at < base + scanned; at++) {
            growth += growth(in, at, base, targetStart, targetEnd);
        }
        if (growth > GROWTH_MAX || growth > base) {
            return -1;
        }
        int out = base - growth;
        for (int at = base; at < base + scanned; at++) {
            final byte b = in.get(at);
            switch (growth(in, at, base, targetStart, targetEnd)) {
                case 1 -> {
                    in.put(out++, (byte) '\r').put(out++, b);
                    used |= Tolerance.BARE_LF.bit();
                }
                case 2 -> {
                    in.put(out++, (byte) '%').put(out++, HEX[b >> 4 & 0xf]).put(out++, HEX[b & 0xf]);
                    used |= Tolerance.UTF8_TARGET.bit();
                }
                default -> in.put(out++, b);
            }
        }
        assert out == base + scanned;
        return growth;
    }

    /**
     * Bytes that the one at {@code at} gets before it, or takes instead. What was written before it does not matter:
     * only a CR does, which stays a CR.
     */
    private int growth(ByteBuffer in, int at, int base, int targetStart, int targetEnd) {
        final byte b = in.get(at);
        if (b == '\n') {
            return accepts(Tolerance.BARE_LF) && (at == base || in.get(at - 1) != '\r') ? 1 : 0;
        }
        return b < 0 && at >= targetStart && at < targetEnd ? 2 : 0;
    }

    /** Behind the first space of the first line that is not empty. */
    private int targetStart(ByteBuffer in, int base) {
        final int end = base + scanned;
        int at = base;
        while (at < end && in.get(at) < ' ' && in.get(at) >= 0) {
            at++;
        }
        return Ascii.indexOf(in, at, end, ' ') + 1;
    }

    /** Where the target that starts at {@code from} ends; {@code from} when it is not UTF-8 (RFC 3629 §4). */
    private static int utf8End(ByteBuffer in, int from, int end) {
        int at = from;
        while (at < end) {
            final int b = in.get(at) & 0xff;
            if (b <= ' ') {
                return at;
            }
            final int more = b < 0x80
                    ? 0
                    : b >= 0xc2 && b < 0xe0 ? 1 : b >= 0xe0 && b < 0xf0 ? 2 : b >= 0xf0 && b < 0xf5 ? 3 : -1;
            if (more < 0 || !isContinued(in, at, more, end)) {
                return from;
            }
            at += 1 + more;
        }
        return from;
    }

    /**
     * So many bytes follow, and the first of them makes the sequence neither overlong, nor half of a surrogate pair,
     * nor more than U+10FFFF.
     */
    private static boolean isContinued(ByteBuffer in, int at, int more, int end) {
        if (at + more >= end) {
            return false;
        }
        for (int i = 1; i <= more; i++) {
            if ((in.get(at + i) & 0xc0) != 0x80) {
                return false;
            }
        }
        final int second = more == 0 ? 0 : in.get(at + 1) & 0xff;
        return switch (in.get(at) & 0xff) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }
}
