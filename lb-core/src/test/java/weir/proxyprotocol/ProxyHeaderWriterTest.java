package weir.proxyprotocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProxyHeaderWriterTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40_000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("198.51.100.1", 443);
    private static final InetSocketAddress CLIENT_6 = new InetSocketAddress("2001:db8::7", 40_000);
    private static final InetSocketAddress SERVER_6 = new InetSocketAddress("2001:db8::1", 443);

    private static String line(InetSocketAddress client, InetSocketAddress server) {
        return StandardCharsets.US_ASCII
                .decode(ProxyHeaderWriter.of(ProxyVersion.V1, client, server, null))
                .toString();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Test
    void writesVersion1() {
        assertEquals("PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n", line(CLIENT, SERVER));
        assertEquals("PROXY TCP6 2001:db8::7 2001:db8::1 40000 443\r\n", line(CLIENT_6, SERVER_6));
        assertEquals("PROXY TCP6 2001:db8::7 ::ffff:198.51.100.1 40000 443\r\n", line(CLIENT_6, SERVER));
        assertEquals("PROXY UNKNOWN\r\n", line(null, SERVER));
        assertEquals("PROXY UNKNOWN\r\n", line(CLIENT, null));
    }

    @Test
    void writesVersion2() {
        assertArrayEquals(
                Headers.v2("21", "11", Headers.IPV4),
                bytes(ProxyHeaderWriter.of(ProxyVersion.V2, CLIENT, SERVER, null)));
        assertArrayEquals(
                Headers.v2("21", "21", Headers.IPV6 + "ea000107"),
                bytes(ProxyHeaderWriter.of(ProxyVersion.V2, CLIENT_6, SERVER_6, Headers.hex("ea000107"))));
        assertArrayEquals(
                Headers.v2("21", "00", "ea000107"),
                bytes(ProxyHeaderWriter.of(ProxyVersion.V2, null, SERVER, Headers.hex("ea000107"))));
        assertArrayEquals(Headers.v2("20", "00", ""), bytes(ProxyHeaderWriter.ofWeir(ProxyVersion.V2)));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenCanBeRead(ProxyVersion version) {
        for (InetSocketAddress client : new InetSocketAddress[] {CLIENT, CLIENT_6}) {
            for (InetSocketAddress server : new InetSocketAddress[] {SERVER, SERVER_6}) {
                final ByteBuffer header = ProxyHeaderWriter.of(version, client, server, null);
                final HeaderRun run = new HeaderRun();
                run.feed(header, 0, 0, header.limit());
                assertEquals(client, run.header().client());
                assertEquals(server, run.header().server());
            }
        }
    }
}
