package weir.proxyprotocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.proxyprotocol.ProxyHeaderReader.State;
import weir.testkit.EverySplit;
import weir.testkit.Wire;

class ProxyHeaderReaderTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String CERTIFICATE = "200003" + "010203";
    private static final String PADDING = "040002" + "0000";

    /** Whatever the pieces, and however much follows: the same answer, and not a byte behind the header is taken. */
    private static void expects(String answer, byte[] header) {
        final String expected = answer + " of " + header.length;
        assertEquals(expected, EverySplit.answer(header, HeaderRun::new));
        assertEquals(expected, EverySplit.answer(Headers.withMore(header, REQUEST), HeaderRun::new));
    }

    private static void expectsFault(ProxyFault fault, byte[] header) {
        assertEquals(fault.name(), EverySplit.answer(header, HeaderRun::new));
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.7 198.51.100.1 40000 443, /192.0.2.7:40000 > /198.51.100.1:443",
        "PROXY TCP4 255.255.255.255 0.0.0.0 65535 0, /255.255.255.255:65535 > /0.0.0.0:0",
        "PROXY TCP6 2001:db8::7 ::1 1 2, '/[2001:db8:0:0:0:0:0:7]:1 > /[0:0:0:0:0:0:0:1]:2'",
        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535,"
                + "'/[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535 > /[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535'",
        "PROXY TCP6 ::ffff:192.0.2.7 ::ffff:198.51.100.1 1 2, /192.0.2.7:1 > /198.51.100.1:2",
    })
    void readsTheLineOfVersion1(String line, String addresses) {
        expects("NAMED " + addresses, Wire.bytes(line + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY UNKNOWN",
                "PROXY UNKNOWN ",
                "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535"
            })
    void anUnknownClientLeavesTheAddressesOfTheConnection(String line) {
        expects("UNNAMED", Wire.bytes(line + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000 65536\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000 0443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000 443 \r\n",
                "PROXY TCP4 192.0.2.7  198.51.100.1 40000 443\r\n",
                "PROXY TCP4 192.0.2.256 198.51.100.1 40000 443\r\n",
                "PROXY TCP4 010.0.2.6 198.51.100.1 40000 443\r\n",
                "PROXY TCP4 ::1 ::2 40000 443\r\n",
                "PROXY TCP6 192.0.2.7 198.51.100.1 40000 443\r\n",
                "PROXY TCP6 fe80::1%eth0 ::1 40000 443\r\n",
                "PROXY TCP5 192.0.2.7 198.51.100.1 40000 443\r\n",
                "PROXY tcp4 192.0.2.7 198.51.100.1 40000 443\r\n",
                "PROXY TCP4 host.example 198.51.100.1 40000 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 -1 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\r\n",
                "PROXY UNKNOWNS\r\n",
                "PROXY UNKNOWN\n",
                "PROXY TCP4\r\n",
                "PROXY \r\n"
            })
    void refusesALineThatIsNotAsItShouldBe(String line) {
        expectsFault(ProxyFault.MALFORMED, Wire.bytes(line));
    }

    @Test
    void refusesALineWithoutAnEnd() {
        expectsFault(ProxyFault.TOO_LONG, Wire.bytes("PROXY UNKNOWN " + "x".repeat(200)));
        expectsFault(ProxyFault.TOO_LONG, Wire.bytes("PROXY TCP4 " + "1".repeat(96)));
    }

    @ParameterizedTest
    @ValueSource(strings = {REQUEST, "proxy TCP4 ", "\r\n\r\nGET", "X", "PROXYTCP4", "\u0016\u0003\u0001"})
    void whatBeginsOtherwiseIsNoHeader(String bytes) {
        expectsFault(ProxyFault.MISSING, Wire.bytes(bytes));
    }

    @Test
    void readsVersion2() {
        expects("NAMED /192.0.2.7:40000 > /198.51.100.1:443", Headers.v2("21", "11", Headers.IPV4));
        expects(
                "NAMED /[2001:db8:0:0:0:0:0:7]:40000 > /[2001:db8:0:0:0:0:0:1]:443",
                Headers.v2("21", "21", Headers.IPV6));
        expects("UNIX", Headers.v2("21", "31", "00".repeat(216)));
    }

    @Test
    void aLocalOrUnspecifiedHeaderLeavesTheAddressesOfTheConnection() {
        expects("UNNAMED", Headers.v2("20", "00", ""));
        expects("UNNAMED", Headers.v2("20", "11", Headers.IPV4));
        expects("UNNAMED", Headers.v2("20", "ff", "010203")); // what stands there has no meaning, so it cannot be wrong
        expects("UNNAMED", Headers.v2("21", "00", ""));
        expects("UNNAMED", Headers.v2("21", "00", "ffff"));
        expects("UNNAMED", Headers.v2("21", "12", Headers.IPV4));
    }

    @Test
    void keepsExtensionsButThoseThatBelongToOneHeader() {
        final String extensions = " 20 00 03 01 02 03 01 00 01 68";
        expects(
                "NAMED /192.0.2.7:40000 > /198.51.100.1:443" + extensions,
                Headers.v2("21", "11", Headers.IPV4 + PADDING + CERTIFICATE + PADDING + "010001" + "68"));
        expects(
                "NAMED /192.0.2.7:40000 > /198.51.100.1:443 20 00 03 01 02 03",
                Headers.v2WithChecksum(Headers.IPV4 + CERTIFICATE));
    }

    @Test
    void refusesAChecksumOfOtherBytes() {
        final byte[] good = Headers.v2WithChecksum(Headers.IPV4 + CERTIFICATE);
        IntStream.range(16, good.length).filter(at -> at < 28 || at > 36).forEach(at -> {
            final byte[] bad = good.clone();
            bad[at] ^= 1;
            final HeaderRun run = new HeaderRun();
            run.feed(java.nio.ByteBuffer.wrap(bad), 0, 0, bad.length);
            assertEquals(State.REFUSED, run.state(), "byte " + at);
        });
        good[17] ^= 1;
        expectsFault(ProxyFault.BAD_CHECKSUM, good);
    }

    @ParameterizedTest
    @CsvSource({
        "11, 11, version 1 in the binary form",
        "31, 11, version 3",
        "22, 11, a command that does not exist",
        "21, 41, a family that does not exist",
        "21, 13, a transport that does not exist",
        "21, 10, a family without transport",
        "21, 01, a transport without family",
        "21, 21, IPv6 in the room of IPv4",
        "21, 31, a Unix socket in the room of IPv4"
    })
    void refusesWhatVersion2DoesNotKnow(String command, String family, String what) {
        expectsFault(ProxyFault.MALFORMED, Headers.v2(command, family, Headers.IPV4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"04", "0400", "040001", "200002" + "00", "030003" + "000000", "030004" + "000000"})
    void refusesAnExtensionThatIsCut(String extension) {
        expectsFault(ProxyFault.MALFORMED, Headers.v2("21", "11", Headers.IPV4 + extension));
    }

    @Test
    void hasALimitForTheLengthOfVersion2() {
        final String value = "00".repeat(BinaryHeader.LENGTH_MAX - 12 - 3);
        final byte[] longest =
                Headers.v2("21", "11", Headers.IPV4 + "ea" + String.format("%04x", value.length() / 2) + value);
        final HeaderRun run = new HeaderRun();
        run.feed(java.nio.ByteBuffer.wrap(longest), 0, 0, longest.length);
        assertEquals(State.COMPLETE, run.state());
        assertEquals(longest.length, run.taken());
        assertEquals(3 + value.length() / 2, run.header().extensions().length);
        expectsFault(ProxyFault.TOO_LONG, Headers.v2("21", "11", Headers.IPV4 + "ea" + "0ff2" + value + "00"));
        assertTrue(BinaryHeader.LENGTH_MAX + BinaryHeader.FIXED_BYTES < 1 << 13);
    }
}
