package weir.buf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SIMD within a register: tests eight bytes of a little-endian buffer at once.
 *
 * <p>Each {@code skip} returns the first index in {@code [from, to)} whose byte ends the run, or {@code to}. Pays from
 * about 16 bytes on; {@code SwarBenchmark} in lb-bench has the numbers. Any thread.
 */
public final class Swar {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SPACES = 0x20 * ONES;
    private static final long DELS = 0x7f * ONES;
    private static final long HASHES = '#' * ONES;
    private static final long HYPHENS = '-' * ONES;
    private static final long ZEROS = '0' * ONES;
    /** Bit that tells upper from lower case. */
    private static final long CASES = 0x20 * ONES;

    private Swar() {}

    /** Eight characters as a little-endian buffer's {@code getLong} gives them, to be compared at once. */
    public static long word(String eight) {
        assert eight.length() == 8;
        long word = 0;
        for (int i = 7; i >= 0; i--) {
            word = word << 8 | eight.charAt(i);
        }
        return word;
    }

    /**
     * Skips what a field value may hold (RFC 9110 §5.5): VCHAR, obs-text, SP and HTAB. Stops at every other control
     * byte and DEL.
     */
    public static int skipFieldValue(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to) {
            at = skipToControl(in, at, to);
            if (at == to || in.get(at) != '\t') {
                return at;
            }
            at++;
        }
        return at;
    }

    /** Skips bytes that are neither below 0x20 nor DEL. */
    static int skipToControl(ByteBuffer in, int from, int to) {
        assert in.order() == ByteOrder.LITTLE_ENDIAN;
        int at = from;
        for (; at <= to - 8; at += 8) {
            final long word = in.getLong(at);
            final long stops = controls(word);
            if (stops != 0) {
                return at + (Long.numberOfTrailingZeros(stops) >>> 3);
            }
        }
        for (; at < to; at++) {
            final int b = in.get(at) & 0xff;
            if (b < 0x20 || b == 0x7f) {
                return at;
            }
        }
        return at;
    }

    /** Skips what a request target may hold: 0x21..0x7e without '#', which no form of it allows (RFC 9112 §3.2). */
    public static int skipTarget(ByteBuffer in, int from, int to) {
        assert in.order() == ByteOrder.LITTLE_ENDIAN;
        int at = from;
        for (; at <= to - 8; at += 8) {
            final long word = in.getLong(at);
            // Below 0x21, equal to '#', DEL, or with the high bit. Only the first flagged byte is exact, and only it is
            // used.
            final long below = (word - (SPACES + ONES)) & ~word;
            final long hash = word ^ HASHES;
            final long del = word ^ DELS;
            final long stops = (below | ((hash - ONES) & ~hash) | ((del - ONES) & ~del) | word) & HIGHS;
            if (stops != 0) {
                return at + (Long.numberOfTrailingZeros(stops) >>> 3);
            }
        }
        for (; at < to; at++) {
            final int b = in.get(at);
            if (b <= 0x20 || b == 0x7f || b == '#') { // a byte above 0x7f is negative here
                return at;
            }
        }
        return at;
    }

    /**
     * Skips what a field name may hold: token characters (RFC 9110 §5.6.2). Letters, digits and hyphens, of which
     * nearly all names are made, eight at a time; what else there is, by the table.
     */
    public static int skipToken(ByteBuffer in, int from, int to) {
        assert in.order() == ByteOrder.LITTLE_ENDIAN;
        int at = from;
        while (at <= to - 8) {
            final long others = notNamelike(in.getLong(at));
            if (others == 0) {
                at += 8;
            } else {
                at += Long.numberOfTrailingZeros(others) >>> 3;
                if (!Ascii.isToken(in.get(at))) {
                    return at;
                }
                at++;
            }
        }
        while (at < to && Ascii.isToken(in.get(at))) {
            at++;
        }
        return at;
    }

    /** Skips letters, digits, hyphens and dots, of which nearly all host names and IPv4 addresses are made. */
    public static int skipHostName(ByteBuffer in, int from, int to) {
        assert in.order() == ByteOrder.LITTLE_ENDIAN;
        int at = from;
        for (; at <= to - 8; at += 8) {
            final long others = notHostlike(in.getLong(at));
            if (others != 0) {
                return at + (Long.numberOfTrailingZeros(others) >>> 3);
            }
        }
        if (at < to && to >= 8) { // the rest is the end of a word that begins before it
            final long others = notHostlike(in.getLong(to - 8)) & -1L << (at + 8 - to) * 8;
            return others == 0 ? to : to - 8 + (Long.numberOfTrailingZeros(others) >>> 3);
        }
        while (at < to && isHostlike(in.get(at))) {
            at++;
        }
        return at;
    }

    private static boolean isHostlike(byte b) {
        return Ascii.isLetterOrDigit(b) || b == '-' || b == '.';
    }

    /**
     * The number that {@code in[from, to)} is: one to eight digits and nothing else; else -1.
     *
     * @param in bytes before {@code from} are read, too, and make no difference
     */
    public static long number(ByteBuffer in, int from, int to) {
        assert in.order() == ByteOrder.LITTLE_ENDIAN;
        final int digits = to - from;
        if (digits < 1 || digits > 8) {
            return -1;
        }
        if (to < 8) {
            return numberByDigit(in, from, to);
        }
        final int others = (8 - digits) * 8;
        // What stands before the digits becomes leading zeros, and each byte its value.
        final long values = (in.getLong(to - 8) ^ ZEROS) >>> others << others;
        if (((values | values + 0x76 * ONES) & HIGHS) != 0) {
            return -1;
        }
        // Neighbours are joined: tens and ones, then hundreds, then ten thousands.
        final long pairs = values * (10 << 8 | 1) >>> 8 & 0x00ff00ff00ff00ffL;
        final long quads = pairs * (100 << 16 | 1) >>> 16 & 0x0000ffff0000ffffL;
        return quads * (10_000L << 32 | 1) >>> 32;
    }

    private static long numberByDigit(ByteBuffer in, int from, int to) {
        long number = 0;
        for (int at = from; at < to; at++) {
            if (!Ascii.isDigit(in.get(at))) {
                return -1;
            }
            number = number * 10 + (in.get(at) - '0');
        }
        return number;
    }

    /**
     * Flags bytes that are neither letter, digit, hyphen nor dot with their high bit. Exact for each byte, as
     * {@link #notNamelike}.
     */
    private static long notHostlike(long word) {
        final long low = word & ~HIGHS;
        final long lower = low | CASES;
        final long letter = (lower + (0x80 - 'a') * ONES) & ~(lower + (0x7f - 'z') * ONES);
        final long digit = (low + (0x80 - '0') * ONES) & ~(low + (0x7f - '9') * ONES);
        final long hyphenOrDot = (low + (0x80 - '-') * ONES) & ~(low + (0x7f - '.') * ONES);
        return (word | ~(letter | digit | hyphenOrDot)) & HIGHS;
    }

    /**
     * Flags bytes that are neither letter, digit nor hyphen with their high bit. Exact for each byte: no sum of two
     * bytes below 0x80 carries.
     */
    private static long notNamelike(long word) {
        final long low = word & ~HIGHS;
        final long lower = low | CASES;
        final long letter = (lower + (0x80 - 'a') * ONES) & ~(lower + (0x7f - 'z') * ONES);
        final long digit = (low + (0x80 - '0') * ONES) & ~(low + (0x7f - '9') * ONES);
        final long hyphen = ~((low ^ HYPHENS) + 0x7f * ONES);
        return (word | ~(letter | digit | hyphen)) & HIGHS;
    }

    /**
     * Flags bytes below 0x20 and DEL with their high bit. A borrow may flag a byte above a true hit, never one below
     * the first.
     */
    private static long controls(long word) {
        final long below = (word - SPACES) & ~word;
        final long del = word ^ DELS;
        return (below | ((del - ONES) & ~del)) & HIGHS;
    }
}
