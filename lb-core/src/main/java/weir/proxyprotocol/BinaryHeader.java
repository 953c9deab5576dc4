package weir.proxyprotocol;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A header of version 2 (§2.2), network byte order.
 *
 * <pre>
 *   0          12             13            14       16          16 + length
 *   | signature | version,     | family,     | length | addresses, extensions |
 *               |      command |    transport |
 * </pre>
 *
 * <p>An extension is a type, a length of two bytes and a value (§2.2). Any thread.
 */
final class BinaryHeader {
    static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    static final int FIXED_BYTES = 16;
    /**
     * Addresses and extensions. Addresses take 216 at most; certificates that TLS-terminating proxies pass on, a few
     * KiB.
     */
    static final int LENGTH_MAX = 4096;

    static final int COMMAND_AT = 12;
    static final int FAMILY_AT = 13;
    static final int LENGTH_AT = 14;
    static final int LOCAL = 0x20;
    static final int PROXY = 0x21;
    static final int UNSPECIFIED = 0x00;
    static final int TCP_4 = 0x11;
    static final int TCP_6 = 0x21;

    private static final int UDP_4 = 0x12;
    private static final int UDP_6 = 0x22;
    private static final int UNIX_STREAM = 0x31;
    private static final int UNIX_DATAGRAM = 0x32;
    private static final int UNIX_BYTES = 216;

    private static final int EXTENSION_FIXED_BYTES = 3;
    private static final int CHECKSUM = 0x03;
    private static final int CHECKSUM_BYTES = 4;
    private static final int PADDING = 0x04;

    private BinaryHeader() {}

    /** As far as they have come, the bytes could be the beginning of one. */
    static boolean mayBegin(ByteBuffer in, int count) {
        return ProxyHeaderReader.matches(in, count, SIGNATURE);
    }

    /** What is wrong with the first {@link #FIXED_BYTES}; null when more are worth waiting for. */
    static ProxyFault faultOfFixedPart(ByteBuffer in) {
        final int command = in.get(COMMAND_AT) & 0xff;
        if (command != LOCAL && command != PROXY || command == PROXY && addressBytes(in) < 0) {
            return ProxyFault.MALFORMED;
        }
        return length(in) > LENGTH_MAX ? ProxyFault.TOO_LONG : null;
    }

    /** Of all that stands behind the fixed part. */
    static int length(ByteBuffer in) {
        return in.getShort(LENGTH_AT) & 0xffff;
    }

    /** -1 = no such family. */
    private static int addressBytes(ByteBuffer in) {
        return switch (in.get(FAMILY_AT) & 0xff) {
            case UNSPECIFIED -> 0;
            case TCP_4, UDP_4 -> 12;
            case TCP_6, UDP_6 -> 36;
            case UNIX_STREAM, UNIX_DATAGRAM -> UNIX_BYTES;
            default -> -1;
        };
    }

    /**
     * It speaks of the proxy itself, or of somebody unknown: then nothing behind the fixed part has a meaning.
     * Datagrams come here by no way that we know.
     */
    private static boolean isUnnamed(ByteBuffer in) {
        final int family = in.get(FAMILY_AT) & 0xff;
        return in.get(COMMAND_AT) == LOCAL || family != TCP_4 && family != TCP_6 && family != UNIX_STREAM;
    }

    /** What is wrong with the whole header, which has come; null = nothing. */
    static ProxyFault fault(ByteBuffer in) {
        if (isUnnamed(in)) {
            return null;
        }
        final int end = FIXED_BYTES + length(in);
        int at = FIXED_BYTES + addressBytes(in);
        while (at + EXTENSION_FIXED_BYTES <= end) {
            final int bytes = in.getShort(at + 1) & 0xffff;
            if (in.get(at) == CHECKSUM) {
                if (bytes != CHECKSUM_BYTES || at + EXTENSION_FIXED_BYTES + bytes > end) {
                    return ProxyFault.MALFORMED;
                } else if (!isChecksum(in, end, at + EXTENSION_FIXED_BYTES)) {
                    return ProxyFault.BAD_CHECKSUM;
                }
            }
            at += EXTENSION_FIXED_BYTES + bytes;
        }
        return at == end ? null : ProxyFault.MALFORMED;
    }

    /** Over the whole header, with 0 where the checksum stands (§2.2.3). */
    private static boolean isChecksum(ByteBuffer in, int end, int at) {
        final byte[] copy = new byte[end];
        in.get(0, copy);
        Arrays.fill(copy, at, at + CHECKSUM_BYTES, (byte) 0);
        final CRC32C checksum = new CRC32C();
        checksum.update(copy);
        return (int) checksum.getValue() == in.getInt(at);
    }

    /** What a header without {@link #fault} says. */
    static ProxyHeader header(ByteBuffer in) {
        if (isUnnamed(in)) {
            return ProxyHeader.UNNAMED;
        }
        final int addressBytes = addressBytes(in);
        final byte[] extensions = extensions(in, FIXED_BYTES + addressBytes);
        if (addressBytes == UNIX_BYTES) {
            return new ProxyHeader(ProxyHeader.Kind.UNIX, null, null, extensions);
        }
        final int ports = 4;
        final int bytes = (addressBytes - ports) / 2;
        final int portsAt = FIXED_BYTES + 2 * bytes;
        return ProxyHeader.of(
                address(in, FIXED_BYTES, bytes, portsAt),
                address(in, FIXED_BYTES + bytes, bytes, portsAt + 2),
                extensions);
    }

    private static InetSocketAddress address(ByteBuffer in, int at, int bytes, int portAt) {
        final byte[] address = new byte[bytes];
        in.get(at, address);
        return TextHeader.socketAddress(address, in.getShort(portAt) & 0xffff);
    }

    /** Those that the next proxy may be told as they are. */
    private static byte[] extensions(ByteBuffer in, int from) {
        final int end = FIXED_BYTES + length(in);
        final ByteBuffer kept = ByteBuffer.allocate(end - from);
        int at = from;
        while (at < end) {
            final int bytes = EXTENSION_FIXED_BYTES + (in.getShort(at + 1) & 0xffff);
            if (in.get(at) != CHECKSUM && in.get(at) != PADDING) {
                kept.put(kept.position(), in, at, bytes).position(kept.position() + bytes);
            }
            at += bytes;
        }
        return Arrays.copyOf(kept.array(), kept.position());
    }
}
