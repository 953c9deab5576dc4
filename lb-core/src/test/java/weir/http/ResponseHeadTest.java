package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.EverySplit;
import weir.testkit.Wire;

/** What a response head means and how it goes on. A bar stands for the end of a line. */
class ResponseHeadTest {
    static Stream<Arguments> ambiguousFraming() {
        return Stream.of(
                arguments(
                        "HTTP/1.1 200 OK|Content-Length: 5|Transfer-Encoding: chunked",
                        Fault.TRANSFER_ENCODING_AND_LENGTH,
                        "§6.3"),
                arguments("HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6", Fault.CONTENT_LENGTH_REPEATED, "§6.3"),
                arguments("HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 5", Fault.CONTENT_LENGTH_REPEATED, "§6.3"),
                arguments("HTTP/1.1 200 OK|Content-Length: 5, 5", Fault.BAD_CONTENT_LENGTH, "§6.3"),
                arguments("HTTP/1.1 200 OK|Content-Length: +5", Fault.BAD_CONTENT_LENGTH, "§6.3"),
                arguments("HTTP/1.1 200 OK|Content-Length: -1", Fault.BAD_CONTENT_LENGTH, "§6.3"),
                arguments("HTTP/1.1 200 OK|Content-Length:", Fault.BAD_CONTENT_LENGTH, "§6.3"),
                arguments("HTTP/1.1 200 OK|Content-Length: 9223372036854775808", Fault.BAD_CONTENT_LENGTH, "§6.3"),
                arguments("HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked", Fault.UNKNOWN_TRANSFER_ENCODING, "§6.1"),
                arguments("HTTP/1.1 200 OK|Transfer-Encoding: gzip", Fault.BAD_TRANSFER_ENCODING, "§6.1"),
                arguments("HTTP/1.1 200 OK|Transfer-Encoding: identity", Fault.BAD_TRANSFER_ENCODING, "§6.1"),
                arguments(
                        "HTTP/1.1 200 OK|Transfer-Encoding: chunked|Transfer-Encoding: chunked",
                        Fault.BAD_TRANSFER_ENCODING,
                        "§6.1"),
                arguments("HTTP/1.0 200 OK|Transfer-Encoding: chunked", Fault.TRANSFER_ENCODING_IN_HTTP_1_0, "§6.1"),
                arguments("HTTP/1.1 304 Not Modified|Content-Length: x", Fault.BAD_CONTENT_LENGTH, "§6.3"));
    }

    @ParameterizedTest(name = "{0} (RFC 9112 {2})")
    @MethodSource("ambiguousFraming")
    void refusesAmbiguousFraming(String lines, Fault fault, String rfc) {
        assertEquals(fault, ResponseRun.atEverySplit(wire(lines)).fault());
        assertEquals(
                fault, ResponseRun.atEverySplit(wire(lines), Method.HEAD, false).fault());
    }

    static Stream<Arguments> meanings() {
        return Stream.of(
                arguments("HTTP/1.1 200 OK|Content-Length: 5", Method.GET, "200 body=5 keep-alive"),
                arguments("HTTP/1.1 200 OK|Content-Length: 5", Method.HEAD, "200 body=0 keep-alive"),
                arguments("HTTP/1.1 200 OK|Content-Length: 0", Method.GET, "200 body=0 keep-alive"),
                arguments("HTTP/1.1 200 OK|Transfer-Encoding: Chunked", Method.GET, "200 body=-1 keep-alive"),
                arguments("HTTP/1.1 200 OK|Transfer-Encoding: chunked", Method.HEAD, "200 body=0 keep-alive"),
                arguments("HTTP/1.1 200 OK", Method.GET, "200 body=-2"),
                arguments("HTTP/1.1 200 OK", Method.HEAD, "200 body=0 keep-alive"),
                arguments("HTTP/1.1 200 OK|Content-Length: 5|Connection: close", Method.GET, "200 body=5"),
                arguments("HTTP/1.0 200 OK|Content-Length: 5", Method.GET, "200 body=5"),
                arguments(
                        "HTTP/1.0 200 OK|Content-Length: 5|Connection: keep-alive",
                        Method.GET,
                        "200 body=5 keep-alive"),
                arguments("HTTP/1.0 200 OK|Connection: keep-alive", Method.GET, "200 body=-2"),
                arguments("HTTP/1.1 204 No Content", Method.GET, "204 body=0 keep-alive"),
                arguments("HTTP/1.1 204 No Content|Content-Length: 5", Method.GET, "204 body=0 keep-alive"),
                arguments("HTTP/1.1 304 Not Modified|Content-Length: 5", Method.GET, "304 body=0 keep-alive"),
                arguments("HTTP/1.1 304 Not Modified|Transfer-Encoding: chunked", Method.GET, "304 body=0 keep-alive"),
                arguments("HTTP/1.1 205 Reset Content|Content-Length: 0", Method.GET, "205 body=0 keep-alive"),
                arguments("HTTP/1.1 100 Continue", Method.PUT, "100 body=0 keep-alive interim"),
                arguments("HTTP/1.1 103 Early Hints|Content-Length: 5", Method.GET, "103 body=0 keep-alive interim"),
                arguments("HTTP/1.1 101 Switching Protocols|Upgrade: x", Method.GET, "101 body=0 keep-alive switch"),
                arguments("HTTP/1.1 999 Odd|Content-Length: 1|Date: now", Method.GET, "999 body=1 keep-alive date"));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("meanings") // RFC 9112 §6.3
    void understandsFramingAndPersistence(String lines, Method requestMethod, String meaning) {
        assertEquals(
                meaning,
                ResponseRun.atEverySplit(wire(lines), requestMethod, false).meaning());
    }

    static Stream<Arguments> rewrites() {
        return Stream.of(
                arguments("nothing to do", "HTTP/1.1 200 OK|Content-Length: 5", "HTTP/1.1 200 OK|Content-Length: 5"),
                arguments(
                        "hop-by-hop fields go",
                        "HTTP/1.1 200 OK|Connection: close, X-Hop|Keep-Alive: 5|X-Hop: a|Content-Length: 5|Trailer: b|X: y",
                        "HTTP/1.1 200 OK|Content-Length: 5|X: y"),
                arguments(
                        "framing and date cannot be nominated",
                        "HTTP/1.1 200 OK|Connection: content-length, date|Content-Length: 5|Date: now",
                        "HTTP/1.1 200 OK|Content-Length: 5|Date: now"),
                arguments(
                        "cookies stay apart and in order",
                        "HTTP/1.1 200 OK|Set-Cookie: a|Content-Length: 0|Set-Cookie: b",
                        "HTTP/1.1 200 OK|Set-Cookie: a|Content-Length: 0|Set-Cookie: b"),
                arguments(
                        "look-alikes go",
                        "HTTP/1.1 200 OK|Content-Length: 5|Content_Length: 6",
                        "HTTP/1.1 200 OK|Content-Length: 5"),
                arguments(
                        "HTTP/1.2 becomes 1.1",
                        "HTTP/1.2 200 OK|Content-Length: 5",
                        "HTTP/1.1 200 OK|Content-Length: 5"),
                arguments(
                        "HTTP/1.0 becomes 1.1",
                        "HTTP/1.0 200 OK|Content-Length: 5",
                        "HTTP/1.1 200 OK|Content-Length: 5"),
                arguments(
                        "chunks delimit it", "HTTP/1.0 200 OK|X: y", "HTTP/1.1 200 OK|X: y|Transfer-Encoding: chunked"),
                arguments(
                        "the missing space comes back",
                        "HTTP/1.1 503|Content-Length: 0",
                        "HTTP/1.1 503 |Content-Length: 0"),
                arguments("with HTTP/1.0 too", "HTTP/1.0 503|Content-Length: 0", "HTTP/1.1 503 |Content-Length: 0"),
                arguments("no reason", "HTTP/1.1 503 |Content-Length: 0", "HTTP/1.1 503 |Content-Length: 0"),
                arguments(
                        "the coding is written one way",
                        "HTTP/1.1 200 OK|Transfer-Encoding: CHUNKED|X: y",
                        "HTTP/1.1 200 OK|X: y|Transfer-Encoding: chunked"),
                arguments(
                        "leading zeros go", "HTTP/1.1 200 OK|Content-Length: 007", "HTTP/1.1 200 OK|Content-Length: 7"),
                arguments(
                        "no tab before the coding",
                        "HTTP/1.1 200 OK|Transfer-Encoding:\tchunked|X: y",
                        "HTTP/1.1 200 OK|X: y|Transfer-Encoding: chunked"),
                arguments(
                        "nor anything behind it",
                        "HTTP/1.1 200 OK|Transfer-Encoding: chunked\t |X: y",
                        "HTTP/1.1 200 OK|X: y|Transfer-Encoding: chunked"),
                arguments(
                        "one space before it",
                        "HTTP/1.1 200 OK|Transfer-Encoding:chunked|X: y",
                        "HTTP/1.1 200 OK|X: y|Transfer-Encoding: chunked"),
                arguments(
                        "the same of a length",
                        "HTTP/1.1 200 OK|Content-Length:\t1\t|X: y",
                        "HTTP/1.1 200 OK|X: y|Content-Length: 1"),
                arguments(
                        "with two spaces",
                        "HTTP/1.1 304 N|Content-Length:  10|X: y",
                        "HTTP/1.1 304 N|X: y|Content-Length: 10"),
                arguments(
                        "without a space, as the last line",
                        "HTTP/1.1 200 OK|X: y|Content-Length:0",
                        "HTTP/1.1 200 OK|X: y|Content-Length: 0"),
                arguments("none frames a 204", "HTTP/1.1 204 N|Content-Length: 5|X: y", "HTTP/1.1 204 N|X: y"),
                arguments("none frames a 1xx", "HTTP/1.1 103 E|Transfer-Encoding: chunked|X: y", "HTTP/1.1 103 E|X: y"),
                arguments(
                        "a 304 keeps its length",
                        "HTTP/1.1 304 N|Content-Length: 5",
                        "HTTP/1.1 304 N|Content-Length: 5"),
                arguments(
                        "a switch goes through",
                        "HTTP/1.1 101 S|Connection: upgrade|Upgrade: websocket|X: y",
                        "HTTP/1.1 101 S|Upgrade: websocket|X: y|Connection: upgrade"),
                arguments(
                        "so does the demand for one",
                        "HTTP/1.1 426 U|Connection: upgrade|Upgrade: b|Content-Length: 0",
                        "HTTP/1.1 426 U|Upgrade: b|Content-Length: 0|Connection: upgrade"),
                arguments(
                        "an offer does not",
                        "HTTP/1.1 200 OK|Upgrade: h2c|Content-Length: 0",
                        "HTTP/1.1 200 OK|Content-Length: 0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rewrites")
    void writesTheHeadForTheClient(String name, String head, String expected) {
        assertEquals(wire(expected), ResponseRun.atEverySplit(wire(head)).rewritten());
    }

    static Stream<Arguments> oldRewrites() {
        return Stream.of(
                arguments("HTTP/1.1 200 OK|Transfer-Encoding: chunked|X: y", "HTTP/1.1 200 OK|X: y"),
                arguments("HTTP/1.1 200 OK|Content-Length: 5", "HTTP/1.1 200 OK|Content-Length: 5"),
                arguments("HTTP/1.0 200 OK|X: y", "HTTP/1.1 200 OK|X: y"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oldRewrites")
    void speaksNoChunksToHttp10(String head, String expected) {
        assertEquals(
                wire(expected),
                ResponseRun.atEverySplit(wire(head), Method.GET, true).rewritten());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8, 10})
    void leavesAGapForTheFirstSizeLine(int gapBytes) {
        final ResponseRun run = new ResponseRun(HttpLimits.DEFAULTS, Method.GET, false, gapBytes);
        final ResponseRun.Answer answer =
                (ResponseRun.Answer) EverySplit.answer(wire("HTTP/1.0 200 OK|TE: a|X: y"), run.again());
        assertEquals(wire("HTTP/1.1 200 OK|X: y|Transfer-Encoding: chunked"), answer.rewritten());
    }

    @ParameterizedTest
    @EnumSource
    void neverAnswersHeadWithABody(Method method) {
        final ResponseRun.Answer answer =
                ResponseRun.atEverySplit(wire("HTTP/1.1 200 OK|Content-Length: 5"), method, false);
        assertNull(answer.fault());
        assertEquals(method == Method.HEAD, answer.meaning().contains("body=0"));
    }

    private static String wire(String lines) {
        return Wire.crlf(lines.replace('|', '\n')) + "\r\n\r\n";
    }
}
