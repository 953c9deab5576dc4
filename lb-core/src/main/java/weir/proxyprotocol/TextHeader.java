package weir.proxyprotocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.buf.Ascii;
import weir.buf.IpText;

/** A header of version 1 (§2.1): {@code PROXY TCP4 192.0.2.7 198.51.100.1 40000 443}, CR LF. Any thread. */
final class TextHeader {
    static final int BYTES_MIN = "PROXY UNKNOWN\r\n".length();
    static final int BYTES_MAX = 107;

    private static final byte[] START = Ascii.bytes("PROXY ");
    private static final byte[] UNKNOWN = Ascii.bytes("PROXY UNKNOWN");
    private static final String PORT = "(0|[1-9][0-9]{0,4})";
    /** What stands behind UNKNOWN is to be ignored. */
    private static final Pattern LINE =
            Pattern.compile("PROXY (?:UNKNOWN(?: [ -~]*)?|TCP([46]) (\\S+) (\\S+) " + PORT + " " + PORT + ")\r\n");

    private static final int SPACES = 5;
    private static final int PORT_MAX = 65_535;

    private TextHeader() {}

    /** As far as they have come, the bytes could be the beginning of one. */
    static boolean mayBegin(ByteBuffer in, int count) {
        return ProxyHeaderReader.matches(in, count, START);
    }

    /** Index behind the end of the line; -1 when it has not come. */
    static int end(ByteBuffer in, int count) {
        for (int at = 0; at < count; at++) {
            if (in.get(at) == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    /**
     * How many bytes of a line without end are still to come, at least. A space and a character for each field that is
     * missing, and the end.
     */
    static int missing(ByteBuffer in, int count) {
        if (count < BYTES_MIN) {
            return BYTES_MIN - count;
        }
        final int lineEnd = in.get(count - 1) == '\r' ? 1 : 2;
        if (ProxyHeaderReader.matches(in, count, UNKNOWN)) {
            return lineEnd;
        }
        int spaces = 0;
        for (int at = 0; at < count; at++) {
            spaces += in.get(at) == ' ' ? 1 : 0;
        }
        return lineEnd + 2 * Math.max(0, SPACES - spaces);
    }

    /** What the line in {@code in[0, end)} says; null when it is malformed. */
    static ProxyHeader header(ByteBuffer in, int end) {
        final Matcher line = LINE.matcher(Ascii.text(in, 0, end));
        if (!line.matches()) {
            return null;
        }
        if (line.group(1) == null) {
            return ProxyHeader.UNNAMED;
        }
        final boolean isV6 = line.group(1).equals("6");
        final InetSocketAddress client = address(in, line, 2, isV6);
        final InetSocketAddress server = address(in, line, 3, isV6);
        return client == null || server == null ? null : ProxyHeader.of(client, server, ProxyHeader.NO_EXTENSIONS);
    }

    /** @param group of the address; its port is two further */
    private static InetSocketAddress address(ByteBuffer in, Matcher line, int group, boolean isV6) {
        final byte[] address = new byte[IpText.BYTES_MAX];
        final int port = Integer.parseInt(line.group(group + 2));
        final int bytes = IpText.read(in, line.start(group), line.end(group), address);
        final boolean isFit = bytes != 0 && line.group(group).indexOf(':') >= 0 == isV6;
        return !isFit || port > PORT_MAX ? null : socketAddress(Arrays.copyOf(address, bytes), port);
    }

    /** @param address 4 or 16 bytes */
    static InetSocketAddress socketAddress(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address has " + address.length + " bytes", e);
        }
    }
}
