package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.EverySplit;
import weir.testkit.Wire;
import weir.testkit.WireCorpus;

class RequestParserTest {
    private static final String HOST = "Host: a\r\n";
    private static final HttpLimits SMALL = new HttpLimits(256, 4, 20);

    static Stream<String> corpus() {
        return WireCorpus.requests().stream();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void acceptsRealHeadsAtEverySplit(String name) {
        final RequestRun.Answer answer = RequestRun.atEverySplit(WireCorpus.text(name));
        assertEquals(Parse.COMPLETE, answer.result(), () -> name + ": " + answer.fault());
        assertEquals(WireCorpus.bytes(name).length, answer.scanned());
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void stopsBehindTheHead(String name) {
        final RequestRun.Answer alone = RequestRun.atEverySplit(WireCorpus.text(name));
        assertEquals(alone, RequestRun.atEverySplit(WireCorpus.text(name) + "GET /next HTTP/1.1\r\n"));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void wantsMoreUntilTheLastByte(String name) {
        final byte[] wire = WireCorpus.bytes(name);
        final ByteBuffer in = WireCorpus.direct(name);
        for (int cut = 0; cut < wire.length; cut++) {
            final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
            assertEquals(Parse.NEED_MORE, parser.parse(in, 0, cut), "cut at " + cut);
            assertEquals(cut, parser.scanned());
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.concat(malformedLines(), malformedFields());
    }

    private static Stream<Arguments> malformedLines() {
        return Stream.of(
                line("no token", "(GET) / HTTP/1.1", Fault.BAD_METHOD, "9110 §9.1"),
                line("leading space", " GET / HTTP/1.1", Fault.BAD_METHOD, "9112 §3"),
                line("NUL in the method", "G\0T / HTTP/1.1", Fault.BAD_METHOD, "9110 §9.1"),
                line("TLS client hello", "\u0016\u0003\u0001\u0002", Fault.BAD_METHOD, "9112 §3"),
                line("HTAB behind the method", "GET\t/ HTTP/1.1", Fault.BAD_METHOD, "9112 §3"),
                line("method only", "GET", Fault.BAD_METHOD, "9112 §3"),
                line("65 bytes of method", "M".repeat(65) + " / HTTP/1.1", Fault.METHOD_TOO_LONG, "9112 §3"),
                line("HTTP/0.9", "GET /", Fault.BAD_REQUEST_LINE, "9112 §3"),
                line("no target", "GET  HTTP/1.1", Fault.BAD_TARGET, "9112 §3.2"),
                line("two spaces before the target", "GET  / HTTP/1.1", Fault.BAD_TARGET, "9112 §3"),
                line("two spaces before the version", "GET /  HTTP/1.1", Fault.BAD_VERSION, "9112 §3"),
                line("space in the target", "GET /a b HTTP/1.1", Fault.BAD_VERSION, "9112 §3.2"),
                line("HTAB in the target", "GET /a\tb HTTP/1.1", Fault.BAD_TARGET, "9112 §3.2"),
                line("NUL in the target", "GET /a\0b HTTP/1.1", Fault.BAD_TARGET, "9112 §3.2"),
                line("DEL in the target", "GET /a\u007fb HTTP/1.1", Fault.BAD_TARGET, "9112 §3.2"),
                line("fragment in the target", "GET /a#b HTTP/1.1", Fault.BAD_TARGET, "9112 §3.2"),
                line("raw UTF-8 in the target", "GET /caf\u00c3\u00a9 HTTP/1.1", Fault.BAD_TARGET, "3986 §2"),
                line("bare LF behind the target", "GET /\nHTTP/1.1", Fault.BAD_REQUEST_LINE, "9112 §2.2"),
                line("lower-case version", "GET / http/1.1", Fault.BAD_VERSION, "9112 §2.3"),
                line("no minor version", "GET / HTTP/1", Fault.BAD_VERSION, "9112 §2.3"),
                line("two digits of minor version", "GET / HTTP/1.10", Fault.BAD_VERSION, "9112 §2.3"),
                line("two digits of major version", "GET / HTTP/11.1", Fault.BAD_VERSION, "9112 §2.3"),
                line("letter in the version", "GET / HTTP/1.x", Fault.BAD_VERSION, "9112 §2.3"),
                line("other protocol", "GET / RTSP/1.0", Fault.BAD_VERSION, "9112 §2.3"),
                line("space behind the version", "GET / HTTP/1.1 ", Fault.BAD_VERSION, "9112 §3"),
                line("HTTP/2 preface", "PRI * HTTP/2.0", Fault.UNSUPPORTED_VERSION, "9110 §15.6.6"),
                line("HTTP/0.9 by name", "GET / HTTP/0.9", Fault.UNSUPPORTED_VERSION, "9110 §15.6.6"),
                arguments("bare LF ends the line", "GET / HTTP/1.1\nHost: a\r\n\r\n", Fault.BARE_LF, "9112 §2.2"),
                arguments("bare CR ends the line", "GET / HTTP/1.1\rHost: a\r\n\r\n", Fault.BARE_CR, "9112 §2.2"),
                arguments("LF before the request", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", Fault.BARE_LF, "9112 §2.2"),
                arguments("CR before the request", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", Fault.BARE_CR, "9112 §2.2"),
                arguments("three empty lines", "\r\n\r\n\r\nGET / HTTP/1.1\r\n", Fault.BAD_REQUEST_LINE, "9112 §2.2"));
    }

    private static Stream<Arguments> malformedFields() {
        return Stream.of(
                field("space before the colon", "Host : a", Fault.SPACE_BEFORE_COLON, "9112 §5.1"),
                field("HTAB before the colon", "Host\t: a", Fault.SPACE_BEFORE_COLON, "9112 §5.1"),
                field("space inside the name", "Ho st: a", Fault.SPACE_BEFORE_COLON, "9112 §5.1"),
                field("no colon", "Host", Fault.BAD_FIELD_NAME, "9112 §5"),
                field("no name", ": a", Fault.BAD_FIELD_NAME, "9112 §5"),
                field("NUL in the name", "Ho\0st: a", Fault.BAD_FIELD_NAME, "9110 §5.1"),
                field("8-bit name", "H\u00f6st: a", Fault.BAD_FIELD_NAME, "9110 §5.1"),
                field("separator in the name", "Ho(st): a", Fault.BAD_FIELD_NAME, "9110 §5.1"),
                field("second request line", "GET /b HTTP/1.1", Fault.SPACE_BEFORE_COLON, "9112 §5"),
                field("NUL in the value", "X: a\0b", Fault.BAD_FIELD_VALUE, "9110 §5.5"),
                field("vertical tab in the value", "X: \u000bchunked", Fault.BAD_FIELD_VALUE, "9110 §5.5"),
                field("form feed in the value", "X: a\f", Fault.BAD_FIELD_VALUE, "9110 §5.5"),
                field("DEL in the value", "X: a\u007f", Fault.BAD_FIELD_VALUE, "9110 §5.5"),
                field("ESC far behind", "X: " + "a".repeat(40) + "\u001b", Fault.BAD_FIELD_VALUE, "9110 §5.5"),
                field("bare CR in the value", "X: a\rb", Fault.BARE_CR, "9112 §2.2"),
                field("two CR at the end", "X: a\r", Fault.BARE_CR, "9112 §2.2"),
                field("bare LF in the value", "X: a\nY: b", Fault.BARE_LF, "9112 §2.2"),
                field("bare LF behind the colon", "X:\nY: b", Fault.BARE_LF, "9112 §2.2"),
                field("obs-fold with a space", "X: a\r\n b", Fault.OBSOLETE_FOLD, "9112 §5.2"),
                field("obs-fold with HTAB", "X: a\r\n\tb", Fault.OBSOLETE_FOLD, "9112 §5.2"),
                arguments(
                        "fold before the first",
                        "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
                        Fault.OBSOLETE_FOLD,
                        "9112 §2.2"),
                arguments("bare LF ends the head", "GET / HTTP/1.1\r\nHost: a\r\n\n", Fault.BARE_LF, "9112 §2.2"),
                arguments("bare CR ends the head", "GET / HTTP/1.1\r\nHost: a\r\n\rG", Fault.BARE_CR, "9112 §2.2"));
    }

    private static Arguments line(String name, String line, Fault fault, String rfc) {
        return arguments(name, line + "\r\n" + HOST + "\r\n", fault, rfc);
    }

    private static Arguments field(String name, String line, Fault fault, String rfc) {
        return arguments(name, "GET / HTTP/1.1\r\n" + HOST + line + "\r\n\r\n", fault, rfc);
    }

    @ParameterizedTest(name = "{0} (RFC {3})")
    @MethodSource("malformed")
    void refusesMalformedHeads(String name, String wire, Fault fault, String rfc) {
        assertEquals(fault, RequestRun.atEverySplit(wire).fault());
    }

    @ParameterizedTest(name = "{0} (RFC {3})")
    @MethodSource("malformed")
    void staysRefused(String name, String wire, Fault fault, String rfc) {
        final String goesOn = wire + WireCorpus.text("curl-get");
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        final ByteBuffer in = Wire.direct(goesOn);
        parser.parse(in, 0, wire.length());
        final int culprit = parser.scanned();
        for (int end = wire.length(); end <= goesOn.length(); end += 5) {
            assertEquals(Parse.REFUSED, parser.parse(in, 0, end));
            assertEquals(fault, parser.fault());
            assertEquals(culprit, parser.scanned());
        }
    }

    static Stream<Arguments> culprits() {
        return Stream.of(
                arguments("GET /a#b HTTP/1.1\r\n", "#"),
                arguments("GET / HTTP/x", "x"),
                arguments("GET / HTTP/1.1\r\nHo@st: a\r\n\r\n", "@"),
                arguments("GET / HTTP/1.1\r\nHost: a\u0001\r\n\r\n", "\u0001"));
    }

    @ParameterizedTest
    @MethodSource("culprits")
    void tellsWhereTheCulpritIs(String wire, String culprit) {
        assertEquals(wire.indexOf(culprit), RequestRun.atEverySplit(wire).scanned());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n"})
    void skipsUpToTwoEmptyLinesBeforeTheRequest(String emptyLines) {
        final RequestRun.Answer answer = RequestRun.atEverySplit(emptyLines + "GET / HTTP/1.1\r\n" + HOST + "\r\n");
        assertEquals("GET / HTTP/1.1\r\n" + HOST + "\r\n", answer.rewritten());
    }

    @Test
    void anEmptyLineIsNotTheBeginningOfARequest() {
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        assertFalse(parser.hasBegun());
        parser.parse(Wire.direct("\r\n"), 0, 2);
        assertFalse(parser.hasBegun());
        parser.parse(Wire.direct("\r\nG"), 0, 3);
        assertTrue(parser.hasBegun());
        parser.reset();
        assertFalse(parser.hasBegun());
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                arguments("target of 20 bytes", get("/" + "a".repeat(19), 0), null),
                arguments("target of 21 bytes", get("/" + "a".repeat(20), 0), Fault.TARGET_TOO_LONG),
                arguments("target without end", "GET /" + "a".repeat(300), Fault.TARGET_TOO_LONG),
                arguments("method of 64 bytes", "M".repeat(64) + " / HTTP/1.1\r\n" + HOST + "\r\n", null),
                arguments("method without end", "M".repeat(300), Fault.METHOD_TOO_LONG),
                arguments("4 fields", get("/", 3), null),
                arguments("5 fields", get("/", 4), Fault.TOO_MANY_FIELDS),
                arguments("256 bytes", ofBytes(256), null),
                arguments("257 bytes", ofBytes(257), Fault.HEAD_TOO_LARGE),
                arguments("value without end", ofBytes(600), Fault.HEAD_TOO_LARGE),
                arguments("name without end", "GET / HTTP/1.1\r\n" + "n".repeat(300), Fault.HEAD_TOO_LARGE));
    }

    private static String get(String target, int moreFields) {
        return "GET " + target + " HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(moreFields) + "\r\n";
    }

    private static String ofBytes(int bytes) {
        final String start = "GET / HTTP/1.1\r\n" + HOST + "X: ";
        return start + "v".repeat(bytes - start.length() - 4) + "\r\n\r\n";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void keepsToItsLimitsAtEverySplit(String name, String wire, Fault fault) {
        final RequestRun.Answer answer =
                (RequestRun.Answer) EverySplit.answer(wire, new RequestRun(SMALL, null).again());
        assertEquals(fault, answer.fault());
        assertEquals(fault == null ? Parse.COMPLETE : Parse.REFUSED, answer.result());
    }

    @Test
    void theTargetMayFillAHeadThatIsSmallerThanItsLimit() {
        final HttpLimits limits = new HttpLimits(256, 4, 1024);
        final RequestRun run = new RequestRun(limits, null);
        final RequestRun.Answer answer = (RequestRun.Answer) EverySplit.answer("GET /" + "a".repeat(400), run.again());
        assertEquals(Fault.TARGET_TOO_LONG, answer.fault());
    }

    @Test
    void holdsManyFields() {
        final StringBuilder wire = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\n");
        for (int i = 1; i < 100; i++) {
            wire.append("x-").append(i).append(": ").append(i * 7).append("\r\n");
        }
        final ByteBuffer in = Wire.direct(wire.append("\r\n").toString());
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        assertEquals(Parse.COMPLETE, parser.parse(in, 0, in.capacity()));
        final FieldLines fields = parser.fields();
        assertEquals(100, fields.count());
        for (int i = 1; i < 100; i++) {
            assertEquals("x-" + i, Wire.text(in, fields.nameStart(i), fields.nameEnd(i)));
            assertEquals("" + i * 7, Wire.text(in, fields.valueStart(i), fields.valueEnd(i)));
        }
    }

    @Test
    void trimsWhiteSpaceAroundValuesOnly() {
        final ByteBuffer in = Wire.direct("GET / HTTP/1.1\r\nA: \t b \t c\t \r\nD:\r\nE: \t\r\nF:g\r\n\r\n");
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        assertEquals(Parse.COMPLETE, parser.parse(in, 0, in.capacity()));
        final String[] values = {"b \t c", "", "", "g"};
        for (int i = 0; i < values.length; i++) {
            final FieldLines fields = parser.fields();
            assertEquals(values[i], Wire.text(in, fields.valueStart(i), fields.valueEnd(i)));
        }
    }

    @Test
    void forgetsTheLastRequestWhenReset() {
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        for (String name : new String[] {"behind-proxy", "chunked-post", "wrk-get"}) {
            parser.reset();
            parser.parse(WireCorpus.direct(name), 0, WireCorpus.bytes(name).length);
        }
        assertEquals(1, parser.fields().count());
        assertFalse(parser.fields().has(FieldName.TRANSFER_ENCODING));
        assertFalse(parser.fields().isRepeated(FieldName.HOST));
    }
}
