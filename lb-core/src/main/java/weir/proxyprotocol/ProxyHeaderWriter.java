package weir.proxyprotocol;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.IpText;

/** Writes PROXY headers. Allocates: one per connection, and only where a pool wants them. Any thread. */
public final class ProxyHeaderWriter {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int PORT_BYTES = 2;
    /** IPv4 in the midst of IPv6: {@code ::ffff:0:0/96} (RFC 4291 §2.5.5.2). */
    private static final int MAPPED_AT = 10;

    private ProxyHeaderWriter() {}

    /** For a connection on which Weir speaks for itself, as in a health check. */
    public static ByteBuffer ofWeir(ProxyVersion version) {
        return version == ProxyVersion.V1
                ? unknownLine()
                : binary(BinaryHeader.LOCAL, BinaryHeader.UNSPECIFIED, 0).flip();
    }

    /**
     * For a client's connection.
     *
     * @param client null when it has no IP address, or its address is not known any more; {@code server} likewise
     * @param extensions of the header that came, passed on with version 2; null = none
     */
    public static ByteBuffer of(
            ProxyVersion version, InetSocketAddress client, InetSocketAddress server, byte[] extensions) {
        if (version == ProxyVersion.V1) {
            return client == null || server == null ? unknownLine() : line(client, server);
        }
        return binary(client, server, extensions == null ? ProxyHeader.NO_EXTENSIONS : extensions);
    }

    private static ByteBuffer unknownLine() {
        return ByteBuffer.wrap(Ascii.bytes("PROXY UNKNOWN\r\n"));
    }

    private static ByteBuffer line(InetSocketAddress client, InetSocketAddress server) {
        final boolean isV4 = isV4(client) && isV4(server);
        return ByteBuffer.wrap(Ascii.bytes("PROXY " + (isV4 ? "TCP4 " : "TCP6 ") + text(client.getAddress(), isV4) + " "
                + text(server.getAddress(), isV4) + " " + client.getPort() + " " + server.getPort() + "\r\n"));
    }

    private static boolean isV4(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address;
    }

    /** Without the zone of a link-local address, which means nothing elsewhere. */
    private static String text(InetAddress address, boolean isV4) {
        final String text = IpText.text(address.getAddress());
        return !isV4 && address instanceof Inet4Address ? "::ffff:" + text : text;
    }

    private static ByteBuffer binary(InetSocketAddress client, InetSocketAddress server, byte[] extensions) {
        if (client == null || server == null) {
            return binary(BinaryHeader.PROXY, BinaryHeader.UNSPECIFIED, extensions.length)
                    .put(extensions)
                    .flip();
        }
        final boolean isV4 = isV4(client) && isV4(server);
        final int addressBytes = isV4 ? IPV4_BYTES : IPV6_BYTES;
        final ByteBuffer out = binary(
                BinaryHeader.PROXY,
                isV4 ? BinaryHeader.TCP_4 : BinaryHeader.TCP_6,
                2 * (addressBytes + PORT_BYTES) + extensions.length);
        out.put(bytes(client.getAddress(), addressBytes));
        out.put(bytes(server.getAddress(), addressBytes));
        out.putShort((short) client.getPort()).putShort((short) server.getPort());
        return out.put(extensions).flip();
    }

    private static byte[] bytes(InetAddress address, int wanted) {
        final byte[] bytes = address.getAddress();
        if (bytes.length == wanted) {
            return bytes;
        }
        final ByteBuffer mapped = ByteBuffer.allocate(IPV6_BYTES);
        return mapped.putShort(MAPPED_AT, (short) 0xffff)
                .put(IPV6_BYTES - IPV4_BYTES, bytes)
                .array();
    }

    /** With room for what is to follow. */
    private static ByteBuffer binary(int command, int family, int length) {
        return ByteBuffer.allocate(BinaryHeader.FIXED_BYTES + length)
                .put(BinaryHeader.SIGNATURE)
                .put((byte) command)
                .put((byte) family)
                .putShort((short) length);
    }
}
