package weir.buf;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** IP addresses in text, read from a buffer without making a String. Any thread. */
public final class IpText {
    /** The longest address. */
    public static final int BYTES_MAX = 16;

    private IpText() {}

    /**
     * Reads {@code in[from, to)} into {@code out}.
     *
     * @return 4 or 16, the length of the address; 0 when it is none
     */
    public static int read(ByteBuffer in, int from, int to, byte[] out) {
        for (int at = from; at < to; at++) {
            if (in.get(at) == ':') {
                return readV6(in, from, to, out);
            }
        }
        return readV4(in, from, to, out, 0) ? 4 : 0;
    }

    private static boolean readV4(ByteBuffer in, int from, int to, byte[] out, int outAt) {
        int at = from;
        for (int part = 0; part < 4; part++) {
            int value = 0;
            int digits = 0;
            while (at < to && Ascii.isDigit(in.get(at)) && digits < 4) {
                value = value * 10 + in.get(at++) - '0';
                digits++;
            }
            final boolean endsWell = part == 3 ? at == to : at < to && in.get(at) == '.';
            if (digits == 0 || digits > 3 || value > 255 || !endsWell) {
                return false;
            }
            out[outAt + part] = (byte) value;
            at++;
        }
        return true;
    }

    /** Groups of hexadecimal digits, one run of zero groups may be {@code ::}, the last two may be an IPv4 address (RFC 4291 §2.2). */
    private static int readV6(ByteBuffer in, int from, int to, byte[] out) {
        int count = 0;
        int gapAt = -1;
        int at = from;
        if (to - from >= 2 && in.get(at) == ':') {
            if (in.get(at + 1) != ':') {
                return 0;
            }
            gapAt = 0;
            at += 2;
        }
        while (at < to) {
            final int end = groupEnd(in, at, to);
            if (end < to && in.get(end) == '.') {
                if (count > BYTES_MAX - 4 || !readV4(in, at, to, out, count)) {
                    return 0;
                }
                count += 4;
                break;
            }
            if (end == at || end - at > 4 || count == BYTES_MAX || end < to && in.get(end) != ':') {
                return 0;
            }
            final int group = hex(in, at, end);
            out[count++] = (byte) (group >> 8);
            out[count++] = (byte) group;
            at = end + 1;
            if (end + 1 == to) {
                return 0; // ends in a single colon
            }
            if (end < to && in.get(at) == ':') {
                if (gapAt >= 0) {
                    return 0;
                }
                gapAt = count;
                at++;
            }
        }
        return fillGap(out, count, gapAt);
    }

    private static int groupEnd(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to && Ascii.hexValue(in.get(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static int hex(ByteBuffer in, int from, int to) {
        int value = 0;
        for (int at = from; at < to; at++) {
            value = value << 4 | Ascii.hexValue(in.get(at));
        }
        return value;
    }

    private static int fillGap(byte[] out, int count, int gapAt) {
        if (gapAt < 0) {
            return count == BYTES_MAX ? BYTES_MAX : 0;
        }
        if (count == BYTES_MAX) {
            return 0;
        }
        final int behind = count - gapAt;
        System.arraycopy(out, gapAt, out, BYTES_MAX - behind, behind);
        Arrays.fill(out, gapAt, BYTES_MAX - behind, (byte) 0);
        return BYTES_MAX;
    }
}
