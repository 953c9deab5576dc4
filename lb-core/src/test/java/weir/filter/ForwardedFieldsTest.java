package weir.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.http.HeadEdit;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.Forwarding;
import weir.testkit.Wire;

/** A bar stands for the end of a line. */
class ForwardedFieldsTest {
    private static final int FRONT = 1024;
    private static final byte[] OWN_AUTHORITY = Wire.bytes("Host: 10.0.0.1:8080\r\n");
    private static final String CLIENT = "X-Forwarded-For: 192.0.2.7|X-Forwarded-Proto: http";
    private static final String VIA = "|Via: 1.1 weir";
    private static final String VIA_1_0 = "|Via: 1.0 weir";

    static Stream<Arguments> heads() {
        return Stream.of(
                arguments(
                        "says who the client is",
                        "GET / HTTP/1.1|Host: a:80|X: y",
                        "GET / HTTP/1.1|Host: a:80|X: y|" + CLIENT + "|X-Forwarded-Host: a:80" + VIA),
                arguments(
                        "believes nothing the client says of itself",
                        "GET / HTTP/1.1|X-Forwarded-For: 10.1.1.1|Host: a|x-forwarded-proto: https|X-FORWARDED-HOST: b|X-Real-IP: 10.1.1.1"
                                + "|Forwarded: for=10.1.1.1|X-Forwarded-Port: 443|X-Forwarded-For: 10.1.1.2|X: y",
                        "GET / HTTP/1.1|Host: a|X: y|" + CLIENT + "|X-Forwarded-Host: a" + VIA),
                arguments(
                        "nor in any other field of the family, nor in another spelling",
                        "GET / HTTP/1.1|X-Forwarded-Prefix: /x|Host: a|X-FORWARDED-SSL: on|x-forwarded-server: b|X-Forwarded-By: c|X-Forwarded: d"
                                + "|X_Forwarded_Prefix: /y|X-Real.IP: e|X-Forwarding: z|XForwarded-For: y",
                        "GET / HTTP/1.1|Host: a|X-Forwarding: z|XForwarded-For: y|" + CLIENT + "|X-Forwarded-Host: a"
                                + VIA),
                arguments(
                        "stands behind the Via of others",
                        "GET / HTTP/1.1|Via: 1.0 other|Host: a",
                        "GET / HTTP/1.1|Via: 1.0 other|Host: a|" + CLIENT + "|X-Forwarded-Host: a" + VIA),
                arguments(
                        "names the received version",
                        "GET / HTTP/1.0|Host: a",
                        "GET / HTTP/1.1|Host: a|" + CLIENT + "|X-Forwarded-Host: a" + VIA_1_0),
                arguments(
                        "names itself when HTTP/1.0 names no host",
                        "GET / HTTP/1.0|X: y",
                        "GET / HTTP/1.1|X: y|" + CLIENT + VIA_1_0 + "|Host: 10.0.0.1:8080"),
                arguments(
                        "takes the host from an absolute target",
                        "GET http://a/b HTTP/1.0|X: y",
                        "GET /b HTTP/1.1|X: y|" + CLIENT + "|X-Forwarded-Host: a" + VIA_1_0 + "|Host: a"),
                arguments(
                        "cannot be nominated away",
                        "GET / HTTP/1.1|Host: a|Connection: X-Forwarded-For, Via|X-Forwarded-For: b",
                        "GET / HTTP/1.1|Host: a|" + CLIENT + "|X-Forwarded-Host: a" + VIA));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void writes(String name, String head, String expected) throws Exception {
        final ForwardedFields filter =
                new ForwardedFields(InetAddress.getByName("192.0.2.7").getAddress(), "http", Forwarding.DEFAULTS);
        assertEquals(wire(expected), edited(filter, head, null));
    }

    @Test
    void keepsTheClientsHostWhenThePoolHasItsOwn() throws Exception {
        final ForwardedFields filter =
                new ForwardedFields(InetAddress.getByName("192.0.2.7").getAddress(), "http", Forwarding.DEFAULTS);
        assertEquals(
                wire("GET / HTTP/1.1|X: y|" + CLIENT + "|X-Forwarded-Host: a" + VIA + "|Host: pool"),
                edited(filter, "GET / HTTP/1.1|Host: a|X: y", Wire.bytes("Host: pool\r\n")));
    }

    static Stream<Arguments> clients() throws UnknownHostException {
        return Stream.of(
                arguments("::1", "::1"),
                arguments("fe80::1%1", "fe80::1"),
                arguments("2001:DB8:0:0:1:0:0:0", "2001:db8:0:0:1::"),
                arguments("::ffff:192.0.2.1", "192.0.2.1"),
                arguments("10.0.0.255", "10.0.0.255"));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void writesAddressesInOneFormWithoutAZone(String address, String text) throws Exception {
        final String head = edited(
                new ForwardedFields(InetAddress.getByName(address).getAddress(), "https", Forwarding.DEFAULTS),
                "GET / HTTP/1.1|Host: a",
                null);
        assertEquals(text, head.replaceAll("(?s).*X-Forwarded-For: ([^\r]*)\r\nX-Forwarded-Proto: https\r\n.*", "$1"));
    }

    @Test
    void saysUnknownWhenTheClientIsGone() {
        final String head =
                edited(new ForwardedFields(new byte[0], "http", Forwarding.DEFAULTS), "GET / HTTP/1.1|Host: a", null);
        assertEquals(
                wire("GET / HTTP/1.1|Host: a|" + CLIENT.replace("192.0.2.7", "unknown") + "|X-Forwarded-Host: a" + VIA),
                head);
    }

    @Test
    void theLongestHostFitsIntoTheRoomForAddedLines() throws Exception {
        final ForwardedFields filter = new ForwardedFields(
                InetAddress.getByName("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff").getAddress(),
                "https",
                Forwarding.DEFAULTS);
        final String host = "h".repeat(255) + ":65535";
        final String head = edited(
                filter,
                "TRACE http://" + host + "/ HTTP/1.0|Max-Forwards: 100000|Content-Length: 099999999999999999",
                null);
        assertEquals(2, head.split(host, -1).length - 1);
    }

    private static String edited(ForwardedFields filter, String lines, byte[] hostLine) {
        final String text = wire(lines);
        final ByteBuffer in = Wire.directAt(FRONT, text);
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        final RequestHead head = new RequestHead();
        final HeadEdit edit = new HeadEdit(HttpLimits.DEFAULTS.fieldsMax());
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, in.capacity()));
        assertNull(head.read(parser, in));
        edit.begin();
        filter.edit(head.view(), in, edit, hostLine, OWN_AUTHORITY, true);
        head.edit(in, edit, hostLine != null);
        return Wire.text(in, head.rewrite(in, edit), in.capacity());
    }

    private static String wire(String lines) {
        return Wire.crlf(lines.replace('|', '\n')) + "\r\n\r\n";
    }
}
