package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.testkit.Wire;
import weir.testkit.WireCorpus;

/** What a well-formed head means, or why it is refused although every line of it is well formed. */
class RequestHeadTest {
    static Stream<Arguments> ambiguousFraming() {
        return Stream.of(
                post(
                        "CL and TE",
                        "Content-Length: 5|Transfer-Encoding: chunked",
                        Fault.TRANSFER_ENCODING_AND_LENGTH,
                        "9112 §6.1"),
                post(
                        "TE and CL",
                        "Transfer-Encoding: chunked|Content-Length: 5",
                        Fault.TRANSFER_ENCODING_AND_LENGTH,
                        "9112 §6.1"),
                post(
                        "TE and CL of 0",
                        "Transfer-Encoding: chunked|Content-Length: 0",
                        Fault.TRANSFER_ENCODING_AND_LENGTH,
                        "9112 §6.1"),
                post(
                        "bad TE and CL",
                        "Transfer-Encoding: x|Content-Length: 5",
                        Fault.TRANSFER_ENCODING_AND_LENGTH,
                        "9112 §6.1"),
                post(
                        "two different CL",
                        "Content-Length: 5|Content-Length: 6",
                        Fault.CONTENT_LENGTH_REPEATED,
                        "9112 §6.3"),
                post("two equal CL", "Content-Length: 5|Content-Length: 5", Fault.CONTENT_LENGTH_REPEATED, "9110 §8.6"),
                post(
                        "two CL apart",
                        "Content-Length: 5|X: y|content-length: 5",
                        Fault.CONTENT_LENGTH_REPEATED,
                        "9110 §8.6"),
                length("list of equal lengths", "5, 5", "9110 §8.6"),
                length("list of lengths", "5,6", "9112 §6.3"),
                length("empty", "", "9110 §8.6"),
                length("plus sign", "+5", "9110 §8.6"),
                length("minus sign", "-5", "9110 §8.6"),
                length("minus zero", "-0", "9110 §8.6"),
                length("hexadecimal", "0x5", "9110 §8.6"),
                length("letters", "five", "9110 §8.6"),
                length("decimal point", "5.0", "9110 §8.6"),
                length("exponent", "1e3", "9110 §8.6"),
                length("space inside", "1 0", "9110 §8.6"),
                length("quoted", "\"5\"", "9110 §8.6"),
                length("trailing comma", "5,", "9110 §8.6"),
                length("trailing semicolon", "5;", "9110 §8.6"),
                length("Unicode digits", "\u00b2", "9110 §8.6"),
                length("2^63", "9223372036854775808", "9112 §6.3"),
                length("2^64 + 5", "18446744073709551621", "9112 §6.3"),
                length("19 digits", "0000000000000000005", "9112 §6.3"),
                length("a thousand digits", "1".repeat(1_000), "9112 §6.3"),
                coding("two TE lines", "chunked|Transfer-Encoding: chunked", Fault.BAD_TRANSFER_ENCODING, "9112 §6.1"),
                coding(
                        "identity on a second line",
                        "chunked|transfer-encoding: identity",
                        Fault.BAD_TRANSFER_ENCODING,
                        "9112 §6.1"),
                coding("identity", "identity", Fault.BAD_TRANSFER_ENCODING, "9112 §6.1"),
                coding("empty coding", "", Fault.BAD_TRANSFER_ENCODING, "9112 §6.1"),
                coding("gzip only", "gzip", Fault.BAD_TRANSFER_ENCODING, "9112 §6.3"),
                coding("chunked twice", "chunked, chunked", Fault.BAD_TRANSFER_ENCODING, "9112 §6.1"),
                coding("chunked not last", "chunked, gzip", Fault.BAD_TRANSFER_ENCODING, "9112 §6.3"),
                coding("chunked then identity", "chunked, identity", Fault.BAD_TRANSFER_ENCODING, "9112 §6.1"),
                coding("gzip, chunked", "gzip, chunked", Fault.UNKNOWN_TRANSFER_ENCODING, "9112 §6.1"),
                coding("gzip,chunked", "gzip,Chunked", Fault.UNKNOWN_TRANSFER_ENCODING, "9112 §6.1"),
                coding("xchunked", "xchunked", Fault.BAD_TRANSFER_ENCODING, "9112 §7"),
                coding("chunkedx", "chunkedx", Fault.BAD_TRANSFER_ENCODING, "9112 §7"),
                coding("chunked with a parameter", "chunked;a=b", Fault.BAD_TRANSFER_ENCODING, "9112 §7"),
                coding("quoted", "\"chunked\"", Fault.BAD_TRANSFER_ENCODING, "9112 §7"),
                coding("leading comma", ", chunked", Fault.BAD_TRANSFER_ENCODING, "9112 §6.1"),
                coding("trailing comma", "chunked,", Fault.BAD_TRANSFER_ENCODING, "9112 §6.1"),
                coding("space inside", "chun ked", Fault.BAD_TRANSFER_ENCODING, "9112 §7"),
                coding("8-bit space", "\u00a0chunked", Fault.BAD_TRANSFER_ENCODING, "9112 §7"),
                coding("only a space before it", "x chunked", Fault.BAD_TRANSFER_ENCODING, "9112 §7"),
                arguments(
                        "TE in HTTP/1.0",
                        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
                        Fault.TRANSFER_ENCODING_IN_HTTP_1_0,
                        "9112 §6.1"));
    }

    static Stream<Arguments> badTargetsAndHosts() {
        return Stream.of(
                target("authority form", "GET example.com:80", Fault.BAD_TARGET, "9112 §3.2.3"),
                target("CONNECT", "CONNECT example.com:80", Fault.CONNECT_REFUSED, "9110 §9.3.6"),
                target("CONNECT to a path", "CONNECT /", Fault.CONNECT_REFUSED, "9110 §9.3.6"),
                target("asterisk with GET", "GET *", Fault.BAD_TARGET, "9112 §3.2.4"),
                target("asterisk and more", "OPTIONS *a", Fault.BAD_TARGET, "9112 §3.2.4"),
                target("relative path", "GET a/b", Fault.BAD_TARGET, "9112 §3.2"),
                target("query only", "GET ?a", Fault.BAD_TARGET, "9112 §3.2"),
                target("other scheme", "GET ftp://a/", Fault.BAD_TARGET, "9112 §3.2.2"),
                target("scheme without slashes", "GET http:a", Fault.BAD_TARGET, "9112 §3.2.2"),
                target("no authority", "GET http:///", Fault.BAD_TARGET, "9110 §4.2.1"),
                target("scheme only", "GET http://", Fault.BAD_TARGET, "9110 §4.2.1"),
                target("port only", "GET http://:80/", Fault.BAD_TARGET, "9110 §4.2.1"),
                target("user info", "GET http://b@a/", Fault.BAD_TARGET, "9110 §4.2.4"),
                target("back slash", "GET http://a\\b/", Fault.BAD_TARGET, "3986 §3.2.2"),
                target("port too high", "GET http://a:65536/", Fault.BAD_TARGET, "3986 §3.2.3"),
                target("other host", "GET http://b/", Fault.HOST_CONFLICT, "9112 §3.2.2"),
                target("other port", "GET http://a:81/", Fault.HOST_CONFLICT, "9112 §3.2.2"),
                target("two dots at the end of the host", "GET http://a../", Fault.HOST_CONFLICT, "9112 §3.2.2"),
                host("missing", "X: y", Fault.HOST_MISSING, "9112 §3.2"),
                host("underscore for a hyphen", "Ho_st: a", Fault.HOST_MISSING, "9112 §3.2"),
                host("twice", "Host: a|Host: b", Fault.HOST_REPEATED, "9112 §3.2"),
                host("twice the same", "Host: a|hOST: a", Fault.HOST_REPEATED, "9112 §3.2"),
                host("empty", "Host:", Fault.BAD_HOST, "9110 §7.2"),
                host("two names", "Host: a b", Fault.BAD_HOST, "9112 §3.2"),
                target("default port of the other scheme", "GET https://a:80/", Fault.HOST_CONFLICT, "9110 §4.2.2"),
                host("list without space", "Host: a,b", Fault.BAD_HOST, "9110 §5.3"),
                host("list", "Host: a, b", Fault.BAD_HOST, "9112 §3.2"),
                host("path", "Host: a/b", Fault.BAD_HOST, "9112 §3.2"),
                host("user info", "Host: b@a", Fault.BAD_HOST, "9112 §3.2"),
                host("URL", "Host: http://a", Fault.BAD_HOST, "9112 §3.2"),
                host("port with a letter", "Host: a:8o", Fault.BAD_HOST, "3986 §3.2.3"),
                host("8-bit name", "Host: caf\u00e9", Fault.BAD_HOST, "3986 §3.2.2"));
    }

    private static Arguments post(String name, String lines, Fault fault, String rfc) {
        return arguments(name, "POST / HTTP/1.1\r\nHost: a\r\n" + lines.replace("|", "\r\n") + "\r\n\r\n", fault, rfc);
    }

    private static Arguments length(String name, String value, String rfc) {
        return post(name, "Content-Length: " + value, Fault.BAD_CONTENT_LENGTH, rfc);
    }

    private static Arguments coding(String name, String value, Fault fault, String rfc) {
        return post(name, "Transfer-Encoding: " + value, fault, rfc);
    }

    private static Arguments target(String name, String line, Fault fault, String rfc) {
        return arguments(name, line + " HTTP/1.1\r\nHost: a\r\n\r\n", fault, rfc);
    }

    private static Arguments host(String name, String lines, Fault fault, String rfc) {
        return arguments("Host " + name, "GET / HTTP/1.1\r\n" + lines.replace("|", "\r\n") + "\r\n\r\n", fault, rfc);
    }

    @ParameterizedTest(name = "{0} (RFC {3})")
    @MethodSource("ambiguousFraming")
    void refusesAmbiguousFraming(String name, String wire, Fault fault, String rfc) {
        assertEquals(fault, RequestRun.atEverySplit(wire).fault());
    }

    @ParameterizedTest(name = "{0} (RFC {3})")
    @MethodSource("badTargetsAndHosts")
    void refusesWhenItIsUnclearForWhomItIs(String name, String wire, Fault fault, String rfc) {
        assertEquals(fault, RequestRun.atEverySplit(wire).fault());
    }

    static Stream<Arguments> expectations() {
        return Stream.of(
                arguments("HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue", null, true),
                arguments("HTTP/1.1\r\nHost: a\r\nExpect: 200-ok", Fault.BAD_EXPECTATION, false),
                arguments("HTTP/1.1\r\nHost: a\r\nExpect:", Fault.BAD_EXPECTATION, false),
                arguments("HTTP/1.1\r\nHost: a\r\nExpect: 100-continue, x", Fault.BAD_EXPECTATION, false),
                arguments("HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nExpect: x", Fault.BAD_EXPECTATION, false),
                arguments("HTTP/1.0\r\nExpect: 100-continue", null, false),
                arguments("HTTP/1.0\r\nExpect: nonsense", null, false));
    }

    @ParameterizedTest
    @MethodSource("expectations") // RFC 9110 §10.1.1
    void knowsOneExpectation(String rest, Fault fault, boolean expectsContinue) {
        final RequestRun.Answer answer = RequestRun.atEverySplit("PUT / " + rest + "\r\n\r\n");
        assertEquals(fault, answer.fault());
        assertEquals(
                expectsContinue, answer.meaning() != null && answer.meaning().endsWith(" continue"));
    }

    static Stream<Arguments> meanings() {
        return Stream.of(
                arguments("GET / HTTP/1.1|Host: a", "GET host=a path=/ body=0 keep-alive"),
                arguments("get / HTTP/1.1|Host: a", "OTHER host=a path=/ body=0 keep-alive"),
                arguments("HEAD /a?b=c HTTP/1.1|Host: A.b:80", "HEAD host=A.b:80 path=/a?b=c body=0 keep-alive"),
                arguments("GET //a/../b HTTP/1.1|Host: a", "GET host=a path=//a/../b body=0 keep-alive"),
                arguments("GET http://a/b HTTP/1.1|Host: a", "GET host=a path=/b body=0 keep-alive"),
                arguments("GET HTTP://A?b HTTP/1.1|Host: a", "GET host=A path=?b body=0 keep-alive"),
                arguments("GET https://a:443 HTTP/1.1|Host: a:443", "GET host=a:443 path= body=0 keep-alive"),
                arguments("GET http://a:80/b HTTP/1.1|Host: a", "GET host=a:80 path=/b body=0 keep-alive"),
                arguments("GET http://a/b HTTP/1.1|Host: a:80", "GET host=a path=/b body=0 keep-alive"),
                arguments("GET / HTTP/1.9|Host: a", "GET host=a path=/ body=0 keep-alive"),
                arguments("GET http://a/@b HTTP/1.1|Host: a", "GET host=a path=/@b body=0 keep-alive"),
                arguments("OPTIONS * HTTP/1.1|Host: a", "OPTIONS host=a path=* body=0 keep-alive"),
                arguments("GET / HTTP/1.0", "GET host= path=/ body=0 http10"),
                arguments("GET http://a/ HTTP/1.0", "GET host=a path=/ body=0 http10"),
                arguments("GET / HTTP/1.0|Host: a", "GET host=a path=/ body=0 http10"),
                arguments("POST / HTTP/1.1|Host: a|Content-Length: 5", "POST host=a path=/ body=5 keep-alive"),
                arguments("POST / HTTP/1.1|Host: a|Content-Length: 00", "POST host=a path=/ body=0 keep-alive"),
                arguments("POST / HTTP/1.1|Host: a|Content-Length: \t7 ", "POST host=a path=/ body=7 keep-alive"),
                arguments(
                        "POST / HTTP/1.1|Host: a|Content-Length: 999999999999999999",
                        "POST host=a path=/ body=999999999999999999 keep-alive"),
                arguments("GET / HTTP/1.1|Host: a|Content-Length: 5", "GET host=a path=/ body=5 keep-alive"),
                arguments(
                        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", "POST host=a path=/ body=-1 keep-alive"),
                arguments(
                        "POST / HTTP/1.1|Host: a|TRANSFER-ENCODING:CHUNKED ", "POST host=a path=/ body=-1 keep-alive"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("meanings")
    void understandsMethodTargetHostAndFraming(String lines, String meaning) {
        assertEquals(meaning, meaning(lines));
    }

    static Stream<Arguments> connections() {
        return Stream.of(
                arguments("HTTP/1.1|Host: a", " keep-alive"),
                arguments("HTTP/1.1|Host: a|Connection: close", ""),
                arguments("HTTP/1.1|Host: a|Connection: Close", ""),
                arguments("HTTP/1.1|Host: a|Connection: keep-alive, close", ""),
                arguments("HTTP/1.1|Host: a|Connection: x ,\t, close,", ""),
                arguments("HTTP/1.1|Host: a|Connection: x|Connection: close", ""),
                arguments("HTTP/1.1|Host: a|Connection: closed", " keep-alive"),
                arguments("HTTP/1.0", " http10"),
                arguments("HTTP/1.0|Connection: keep-alive", " http10 keep-alive"),
                arguments("HTTP/1.0|Connection: keep-alive, close", " http10"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("connections") // RFC 9112 §9.3
    void knowsWhetherTheClientWillSendMore(String rest, String expected) {
        final String meaning = meaning("GET / " + rest);
        assertEquals(expected, meaning.substring(meaning.indexOf("body=0") + 6));
    }

    static Stream<Arguments> upgrades() {
        return Stream.of(
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: websocket", true),
                arguments("HTTP/1.1|Host: a|Connection: keep-alive, Upgrade|Upgrade: websocket", true),
                arguments("HTTP/1.1|Host: a|Upgrade: websocket", false), // not nominated
                arguments("HTTP/1.1|Host: a|Connection: upgrade", false), // to what?
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: a|Upgrade: b", false),
                arguments("HTTP/1.1|Host: a|Connection: upgrade, HTTP2-Settings|Upgrade: h2c", false),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: websocket, H2C", false),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: tcp|Content-Length: 1", true), // docker exec
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: IRC/6.9 ,, RTA/x11", true),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: ,", false),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: web socket", false),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: websocket;x", false),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: websocket/", false),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: /13", false),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: a/b/c", false),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: \"websocket\"", false),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: tcp|Transfer-Encoding: chunked", true),
                arguments("HTTP/1.1|Host: a|Connection: upgrade|Upgrade: h2c|Content-Length: 1", false),
                arguments("HTTP/1.0|Connection: upgrade|Upgrade: websocket", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upgrades") // RFC 9110 §7.8
    void letsOnlySafeUpgradesThrough(String rest, boolean isUpgrade) {
        assertEquals(isUpgrade, meaning("GET / " + rest).contains(" upgrade"));
    }

    static Stream<Arguments> hops() {
        return Stream.of(
                arguments("TRACE", "Max-Forwards: 0", true),
                arguments("OPTIONS", "Max-Forwards: 0", true),
                arguments("OPTIONS", "Max-Forwards: 00", true),
                arguments("TRACE", "Max-Forwards: 1", false),
                arguments("GET", "Max-Forwards: 0", false),
                arguments("TRACE", "X: y", false),
                arguments("TRACE", "Max-Forwards:", false), // not a number: ignored
                arguments("TRACE", "Max-Forwards: -1", false),
                arguments("TRACE", "Max-Forwards: 0|Max-Forwards: 0", false));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("hops") // RFC 9110 §7.6.2
    void countsTheHopsOfTraceAndOptions(String method, String lines, boolean hasNoHopLeft) {
        assertEquals(
                hasNoHopLeft, meaning(method + " / HTTP/1.1|Host: a|" + lines).endsWith(" no-hop"));
    }

    @ParameterizedTest
    @MethodSource("weir.http.RequestParserTest#corpus")
    void aHeadThatWasForwardedMeansTheSameToTheNextHop(String name) {
        final RequestRun.Answer first = RequestRun.atEverySplit(WireCorpus.text(name));
        if (first.rewritten().contains("Host:") || first.rewritten().contains("hOsT:")) { // else the filter adds one
            final RequestRun.Answer next = RequestRun.atEverySplit(first.rewritten());
            assertEquals(Parse.COMPLETE, next.result());
            assertEquals(body(first.meaning()), body(next.meaning()));
        }
    }

    private static String body(String meaning) {
        return meaning.replaceAll(".*(body=-?\\d+).*", "$1");
    }

    private static String meaning(String lines) {
        final RequestRun.Answer answer = RequestRun.atEverySplit(Wire.crlf(lines.replace('|', '\n')) + "\r\n\r\n");
        assertEquals(null, answer.fault());
        return answer.meaning();
    }
}
