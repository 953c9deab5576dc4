package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.testkit.EverySplit;
import weir.testkit.Wire;

/** The head that goes upstream, byte by byte. A bar stands for the end of a line. */
class RequestRewriteTest {
    static Stream<Arguments> rewrites() {
        return Stream.of(
                arguments("nothing to do", "GET / HTTP/1.1|Host: a|X: y", "GET / HTTP/1.1|Host: a|X: y"),
                arguments(
                        "white space stays as it is", "GET / HTTP/1.1|Host:a|X:\t y ", "GET / HTTP/1.1|Host:a|X:\t y "),
                arguments(
                        "hop-by-hop fields go",
                        "GET / HTTP/1.1|Connection: keep-alive|Host: a|Keep-Alive: 5|Proxy-Connection: x|TE: trailers|X: y|Trailer: Z|Proxy: p",
                        "GET / HTTP/1.1|Host: a|X: y"),
                arguments("all but Host", "GET / HTTP/1.1|TE: a|TE: b|Host: a|TE: c", "GET / HTTP/1.1|Host: a"),
                arguments(
                        "nominated fields go",
                        "GET / HTTP/1.1|X-Secret: 1|Host: a|Connection: close, x-secret ,X-Other|X-Other: 2|X-Secret: 3|X-Stays: 4",
                        "GET / HTTP/1.1|Host: a|X-Stays: 4"),
                arguments( // CGI and its heirs see no difference between the two
                        "look-alikes of fields that we decide about go",
                        "GET / HTTP/1.1|Content_Length: 5|Host: a|X_Forwarded-For: b|TRANSFER_ENCODING: chunked|X_Other: y",
                        "GET / HTTP/1.1|Host: a|X_Other: y"),
                arguments(
                        "zeros are one zero",
                        "POST / HTTP/1.1|Host: a|Content-Length: 000",
                        "POST / HTTP/1.1|Host: a|Content-Length: 0"),
                arguments(
                        "fields that frame and route cannot be nominated",
                        "POST / HTTP/1.1|Host: a|Connection: host, content-length|Content-Length: 5",
                        "POST / HTTP/1.1|Host: a|Content-Length: 5"),
                arguments(
                        "the coding cannot be nominated",
                        "POST / HTTP/1.1|Host: a|Connection: Transfer-Encoding|Transfer-Encoding: chunked",
                        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked"),
                arguments("HTTP/1.0 becomes 1.1", "GET / HTTP/1.0|Host: a", "GET / HTTP/1.1|Host: a"),
                arguments("HTTP/1.2 becomes 1.1", "GET / HTTP/1.2|Host: a", "GET / HTTP/1.1|Host: a"),
                arguments(
                        "absolute form, the target's port",
                        "GET http://a:80/ HTTP/1.1|Host: a|X: y",
                        "GET / HTTP/1.1|X: y|Host: a:80"),
                arguments(
                        "look-alikes go",
                        "GET / HTTP/1.1|Host: a|Content_Length: 5|Transfer.Encoding: chunked|X~Real~IP: b|X-Y: z",
                        "GET / HTTP/1.1|Host: a|X-Y: z"),
                arguments(
                        "in each spelling, and so do those of a family",
                        "GET / HTTP/1.1|Host: a|X_Forwarded-Prefix: b|x.forwarded.ssl: c|X-Forwarded-Foo_Bar: d|X+FORWARDED: h|X!Forwarded!For: e|X-Forward: f"
                                + "|X_Forwardedly: g",
                        "GET / HTTP/1.1|Host: a|X-Forward: f|X_Forwardedly: g"),
                arguments(
                        "what tells of the client cannot be nominated",
                        "GET / HTTP/1.1|Host: a|Connection: X-Forwarded-Proto, x-forwarded-prefix, Forwarded, X-Real-IP|X-Forwarded-Proto: https"
                                + "|X-Forwarded-Prefix: /a|Forwarded: for=b|X-Real-IP: c",
                        "GET / HTTP/1.1|Host: a|X-Forwarded-Proto: https|X-Forwarded-Prefix: /a|Forwarded: for=b|X-Real-IP: c"),
                arguments(
                        "what Weir goes by cannot be nominated, or the backend would go by something else",
                        "POST / HTTP/1.1|Host: a|Connection: expect, authorization|Expect: 100-continue|Authorization: NTLM b|Content-Length: 5",
                        "POST / HTTP/1.1|Host: a|Expect: 100-continue|Authorization: NTLM b|Content-Length: 5"),
                arguments(
                        "nor can hops",
                        "TRACE / HTTP/1.1|Host: a|Connection: max-forwards|Max-Forwards: b",
                        "TRACE / HTTP/1.1|Host: a|Max-Forwards: b"),
                arguments(
                        "a length of zeros is one zero",
                        "POST / HTTP/1.1|Host: a|Content-Length: 000",
                        "POST / HTTP/1.1|Host: a|Content-Length: 0"),
                arguments(
                        "more hops than there are",
                        "OPTIONS / HTTP/1.1|Host: a|Max-Forwards: 99999999999999999999",
                        "OPTIONS / HTTP/1.1|Host: a|Max-Forwards: 99999"),
                arguments(
                        "no number of hops",
                        "OPTIONS / HTTP/1.1|Host: a|Max-Forwards:",
                        "OPTIONS / HTTP/1.1|Host: a|Max-Forwards:"),
                arguments(
                        "HTTP/2 is not offered",
                        "GET / HTTP/1.1|Host: a|Connection: Upgrade|Upgrade: HTTP/2.0|HTTP2-Settings: AAMA",
                        "GET / HTTP/1.1|Host: a"),
                arguments(
                        "nor TLS",
                        "GET / HTTP/1.1|Host: a|Connection: Upgrade|Upgrade: foo, TLS/1.3",
                        "GET / HTTP/1.1|Host: a"),
                arguments("an old Expect goes", "PUT / HTTP/1.0|Host: a|Expect: x", "PUT / HTTP/1.1|Host: a"),
                arguments(
                        "a good Expect stays",
                        "PUT / HTTP/1.1|Host: a|Expect: 100-continue",
                        "PUT / HTTP/1.1|Host: a|Expect: 100-continue"),
                arguments("absolute form", "GET http://a:80/b?c HTTP/1.1|Host: a:80", "GET /b?c HTTP/1.1|Host: a:80"),
                arguments(
                        "absolute form, a dot at the end of either name",
                        "GET http://a.b.:80/c HTTP/1.1|Host: A.b",
                        "GET /c HTTP/1.1|Host: a.b.:80"),
                arguments(
                        "absolute form, a dot in Host alone",
                        "GET http://a.b/c HTTP/1.1|Host: a.b.:80",
                        "GET /c HTTP/1.1|Host: a.b"),
                arguments("absolute form, no path", "GET http://a HTTP/1.1|Host: a", "GET / HTTP/1.1|Host: a"),
                arguments("absolute form, query only", "GET http://a?b HTTP/1.1|Host: a", "GET /?b HTTP/1.1|Host: a"),
                arguments("absolute form, https", "GET HTTPS://a/b HTTP/1.1|Host: A", "GET /b HTTP/1.1|Host: a"),
                arguments(
                        "absolute form of asterisk", "OPTIONS http://a HTTP/1.1|Host: a", "OPTIONS * HTTP/1.1|Host: a"),
                arguments(
                        "OPTIONS with a query", "OPTIONS http://a?b HTTP/1.1|Host: a", "OPTIONS /?b HTTP/1.1|Host: a"),
                arguments(
                        "absolute form names the host for HTTP/1.0",
                        "GET http://a.b:81/c HTTP/1.0|X: y",
                        "GET /c HTTP/1.1|X: y|Host: a.b:81"),
                arguments("asterisk form", "OPTIONS * HTTP/1.1|Host: a", "OPTIONS * HTTP/1.1|Host: a"),
                arguments(
                        "the coding is written one way",
                        "POST / HTTP/1.1|Transfer-Encoding: Chunked|Host: a",
                        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked"),
                arguments(
                        "leading zeros go",
                        "POST / HTTP/1.1|Content-Length: 0010|Host: a",
                        "POST / HTTP/1.1|Host: a|Content-Length: 10"),
                arguments(
                        "no tab before the coding",
                        "POST / HTTP/1.1|Transfer-Encoding:\tchunked|Host: a",
                        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked"),
                arguments(
                        "nor anything behind it",
                        "POST / HTTP/1.1|Transfer-Encoding: chunked \t|Host: a",
                        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked"),
                arguments(
                        "one space before it",
                        "POST / HTTP/1.1|Transfer-Encoding:chunked|Host: a",
                        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked"),
                arguments(
                        "and not two",
                        "POST / HTTP/1.1|Transfer-Encoding:  chunked|Host: a",
                        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked"),
                arguments(
                        "the same of a length",
                        "POST / HTTP/1.1|Content-Length:\t1\t|Host: a",
                        "POST / HTTP/1.1|Host: a|Content-Length: 1"),
                arguments(
                        "without a space",
                        "POST / HTTP/1.1|Content-Length:10|Host: a",
                        "POST / HTTP/1.1|Host: a|Content-Length: 10"),
                arguments(
                        "with two spaces",
                        "POST / HTTP/1.1|Content-Length:  10|Host: a",
                        "POST / HTTP/1.1|Host: a|Content-Length: 10"),
                arguments(
                        "with one behind it",
                        "POST / HTTP/1.1|Content-Length: 0 |Host: a",
                        "POST / HTTP/1.1|Host: a|Content-Length: 0"),
                arguments(
                        "as the last line",
                        "POST / HTTP/1.1|Host: a|Content-Length: 5\t",
                        "POST / HTTP/1.1|Host: a|Content-Length: 5"),
                arguments(
                        "one hop less",
                        "TRACE / HTTP/1.1|Max-Forwards: 10|Host: a",
                        "TRACE / HTTP/1.1|Host: a|Max-Forwards: 9"),
                arguments(
                        "others do not count hops",
                        "GET / HTTP/1.1|Host: a|Max-Forwards: 1",
                        "GET / HTTP/1.1|Host: a|Max-Forwards: 1"),
                arguments(
                        "an upgrade goes through",
                        "GET / HTTP/1.1|Connection: x, Upgrade|X: 1|Upgrade: websocket|Host: a",
                        "GET / HTTP/1.1|Upgrade: websocket|Host: a|Connection: upgrade"),
                arguments(
                        "an upgrade to h2c does not",
                        "GET / HTTP/1.1|Host: a|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMA",
                        "GET / HTTP/1.1|Host: a"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rewrites")
    void writesTheHeadForTheNextHop(String name, String head, String expected) {
        assertEquals(wire(expected), RequestRun.atEverySplit(wire(head)).rewritten());
    }

    static Stream<Arguments> hostRewrites() {
        return Stream.of(
                arguments("GET / HTTP/1.1|Host: a|X: y", "GET / HTTP/1.1|X: y|Host: backend"),
                arguments("GET / HTTP/1.0|X: y", "GET / HTTP/1.1|X: y|Host: backend"),
                arguments("GET http://a/b HTTP/1.0|X: y", "GET /b HTTP/1.1|X: y|Host: backend"),
                arguments("GET http://a/b HTTP/1.1|Host: a", "GET /b HTTP/1.1|Host: backend"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostRewrites")
    void namesThePoolsHostOnce(String head, String expected) {
        final RequestRun run = new RequestRun(HttpLimits.DEFAULTS, Wire.bytes("Host: backend\r\n"));
        final RequestRun.Answer answer = (RequestRun.Answer) EverySplit.answer(wire(head), run.again());
        assertEquals(wire(expected), answer.rewritten());
    }

    private static String wire(String lines) {
        return Wire.crlf(lines.replace('|', '\n')) + "\r\n\r\n";
    }
}
