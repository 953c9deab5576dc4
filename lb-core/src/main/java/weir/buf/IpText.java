package weir.buf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * IP addresses in text, read and written without making a String. An address has one form: IPv6 as RFC 5952 has it, and
 * IPv4 that is mapped into IPv6 is IPv4. Any thread.
 */
public final class IpText {
    /** The longest address. */
    public static final int BYTES_MAX = 16;
    /** The longest text, of eight groups. */
    public static final int TEXT_BYTES_MAX = 39;

    private static final int IPV4_BYTES = 4;
    /** IPv4 in the midst of IPv6: {@code ::ffff:0:0/96} (RFC 4291 §2.5.5.2). */
    private static final int MAPPED_AT = 12;

    private static final int GROUPS = 8;
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private IpText() {}

    /**
     * Reads {@code in[from, to)} into {@code out}, which has room for {@link #BYTES_MAX}.
     *
     * @return 4 or 16, the length of the address; 0 when it is none
     */
    public static int read(ByteBuffer in, int from, int to, byte[] out) {
        for (int at = from; at < to; at++) {
            if (in.get(at) == ':') {
                return unmapped(out, readV6(in, from, to, out));
            }
        }
        return readV4(in, from, to, out, 0) ? IPV4_BYTES : 0;
    }

    private static int unmapped(byte[] address, int length) {
        if (length != BYTES_MAX || !isMapped(address)) {
            return length;
        }
        System.arraycopy(address, MAPPED_AT, address, 0, IPV4_BYTES);
        return IPV4_BYTES;
    }

    private static boolean isMapped(byte[] address) {
        for (int i = 0; i < MAPPED_AT - 2; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[MAPPED_AT - 2] == -1 && address[MAPPED_AT - 1] == -1;
    }

    /**
     * Writes the first {@code length} bytes of {@code address}, which are 4 or 16.
     *
     * @param out room for {@link #TEXT_BYTES_MAX}
     * @return length of the text
     */
    public static int write(byte[] address, int length, byte[] out) {
        if (length == IPV4_BYTES) {
            return writeV4(address, 0, out);
        }
        return isMapped(address) ? writeV4(address, MAPPED_AT, out) : writeV6(address, out);
    }

    /** The same as a String, for what is made once. */
    public static String text(byte[] address) {
        if (address.length != IPV4_BYTES && address.length != BYTES_MAX) {
            throw new IllegalArgumentException("no address has " + address.length + " bytes");
        }
        final byte[] text = new byte[TEXT_BYTES_MAX];
        return new String(text, 0, write(address, address.length, text), StandardCharsets.US_ASCII);
    }

    private static int writeV4(byte[] address, int from, byte[] out) {
        int count = 0;
        for (int i = 0; i < IPV4_BYTES; i++) {
            if (i > 0) {
                out[count++] = '.';
            }
            final int value = address[from + i] & 0xff;
            if (value >= 100) {
                out[count++] = (byte) ('0' + value / 100);
            }
            if (value >= 10) {
                out[count++] = (byte) ('0' + value / 10 % 10);
            }
            out[count++] = (byte) ('0' + value % 10);
        }
        return count;
    }

    /**
     * The longest run of at least two zero groups is two colons, the first of several that are as long (RFC 5952 §4.2).
     */
    private static int writeV6(byte[] address, byte[] out) {
        int gap = GROUPS;
        int gapGroups = 1;
        for (int i = 0; i < GROUPS; i++) {
            final int run = zeroGroups(address, i);
            if (run > gapGroups) {
                gap = i;
                gapGroups = run;
            }
        }
        int count = 0;
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                out[count++] = ':';
                i += gapGroups - 1;
                if (i == GROUPS - 1) {
                    out[count++] = ':';
                }
                continue;
            }
            if (i > 0) {
                out[count++] = ':';
            }
            count = writeGroup(group(address, i), out, count);
        }
        return count;
    }

    private static int zeroGroups(byte[] address, int from) {
        int at = from;
        while (at < GROUPS && group(address, at) == 0) {
            at++;
        }
        return at - from;
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xff) << 8 | address[2 * index + 1] & 0xff;
    }

    private static int writeGroup(int group, byte[] out, int from) {
        int count = from;
        for (int shift = 12; shift >= 0; shift -= 4) {
            if (group >> shift != 0 || shift == 0) {
                out[count++] = HEX[group >> shift & 0xf];
            }
        }
        return count;
    }

    /**
     * Without leading zeros: inet_aton and its kin take such a number for an octal one, so it may mean either (RFC 6943
     * §3.1.1).
     */
    private static boolean readV4(ByteBuffer in, int from, int to, byte[] out, int outAt) {
        int at = from;
        for (int part = 0; part < 4; part++) {
            int value = 0;
            int digits = 0;
            while (at < to && Ascii.isDigit(in.get(at)) && digits < 4) {
                value = value * 10 + in.get(at++) - '0';
                digits++;
            }
            final boolean isAmbiguous = digits > 1 && in.get(at - digits) == '0';
            final boolean endsWell = part == 3 ? at == to : at < to && in.get(at) == '.';
            if (digits == 0 || digits > 3 || value > 255 || isAmbiguous || !endsWell) {
                return false;
            }
            out[outAt + part] = (byte) value;
            at++;
        }
        return true;
    }

    /**
     * Groups of hexadecimal digits, one run of zero groups may be {@code ::}, the last two may be an IPv4 address (RFC
     * 4291 §2.2).
     */
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
