package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.testkit.EverySplit;
import weir.testkit.Wire;
import weir.testkit.WireCorpus;

class ResponseParserTest {
    private static final HttpLimits SMALL = new HttpLimits(256, 4, 20);

    static Stream<String> corpus() {
        return WireCorpus.responses().stream();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void acceptsRealHeadsAtEverySplit(String name) {
        final ResponseRun.Answer answer = ResponseRun.atEverySplit(WireCorpus.text(name));
        assertEquals(Parse.COMPLETE, answer.result(), () -> name + ": " + answer.fault());
        assertEquals(WireCorpus.bytes(name).length, answer.scanned());
        assertEquals(answer, ResponseRun.atEverySplit(WireCorpus.text(name) + "HTTP/1.1 200 OK\r\n"));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void wantsMoreUntilTheLastByte(String name) {
        final ByteBuffer in = WireCorpus.direct(name);
        for (int cut = 0; cut < in.capacity(); cut++) {
            assertEquals(Parse.NEED_MORE, new ResponseParser(HttpLimits.DEFAULTS).parse(in, 0, cut), "cut at " + cut);
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                line("no HTTP", "SSH-2.0-OpenSSH_9.2", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("lower-case version", "http/1.1 200 OK", Fault.BAD_STATUS_LINE, "9112 §2.3"),
                line("HTTP/2", "HTTP/2.0 200 OK", Fault.BAD_STATUS_LINE, "9112 §2.3"),
                line("HTTP/1.10", "HTTP/1.10 200 OK", Fault.BAD_STATUS_LINE, "9112 §2.3"),
                line("ICY", "ICY 200 OK", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("empty line first", "\r\nHTTP/1.1 200 OK", Fault.BAD_STATUS_LINE, "9112 §2.2"),
                line("two spaces", "HTTP/1.1  200 OK", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("HTAB", "HTTP/1.1\t200 OK", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("no status", "HTTP/1.1", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("two digits", "HTTP/1.1 20 OK", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("four digits", "HTTP/1.1 2000 OK", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("below 100", "HTTP/1.1 099 OK", Fault.BAD_STATUS_LINE, "9110 §15"),
                line("letters", "HTTP/1.1 2xx OK", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("minus", "HTTP/1.1 -20 OK", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("no space before the reason", "HTTP/1.1 200OK", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("HTAB before the reason", "HTTP/1.1 200\tOK", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("NUL in the reason", "HTTP/1.1 200 O\0K", Fault.BAD_STATUS_LINE, "9112 §4"),
                line("bare LF", "HTTP/1.1 200 OK\nX: y", Fault.BARE_LF, "9112 §2.2"),
                line("bare LF behind the status", "HTTP/1.1 200\nX: y", Fault.BARE_LF, "9112 §2.2"),
                line("bare CR", "HTTP/1.1 200 OK\rX: y", Fault.BARE_CR, "9112 §2.2"),
                line("bare CR behind the status", "HTTP/1.1 200\rX: y", Fault.BARE_CR, "9112 §2.2"),
                line("space before the colon", "HTTP/1.1 200 OK\r\nX : y", Fault.SPACE_BEFORE_COLON, "9112 §5.1"),
                line("no colon", "HTTP/1.1 200 OK\r\nX", Fault.BAD_FIELD_NAME, "9112 §5"),
                line("obs-fold", "HTTP/1.1 200 OK\r\nX: y\r\n z", Fault.OBSOLETE_FOLD, "9112 §5.2"),
                line("fold before the first", "HTTP/1.1 200 OK\r\n X: y", Fault.OBSOLETE_FOLD, "9112 §2.2"),
                line("NUL in a value", "HTTP/1.1 200 OK\r\nX: \0", Fault.BAD_FIELD_VALUE, "9110 §5.5"),
                line("bare CR in a value", "HTTP/1.1 200 OK\r\nX: a\rb", Fault.BARE_CR, "9112 §2.2"),
                line("bare LF in a value", "HTTP/1.1 200 OK\r\nX: a\nY: b", Fault.BARE_LF, "9112 §2.2"));
    }

    private static Arguments line(String name, String lines, Fault fault, String rfc) {
        return arguments(name, lines + "\r\nContent-Length: 0\r\n\r\n", fault, rfc);
    }

    @ParameterizedTest(name = "{0} (RFC {3})")
    @MethodSource("malformed")
    void refusesMalformedHeads(String name, String wire, Fault fault, String rfc) {
        assertEquals(fault, ResponseRun.atEverySplit(wire).fault());
    }

    @ParameterizedTest(name = "{0} (RFC {3})")
    @MethodSource("malformed")
    void staysRefused(String name, String wire, Fault fault, String rfc) {
        final String goesOn = wire + WireCorpus.text("ok-length");
        final ResponseParser parser = new ResponseParser(HttpLimits.DEFAULTS);
        final ByteBuffer in = Wire.direct(goesOn);
        for (int end = wire.length(); end <= goesOn.length(); end += 5) {
            assertEquals(Parse.REFUSED, parser.parse(in, 0, end));
            assertEquals(fault, parser.fault());
        }
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                arguments("4 fields", "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(4) + "\r\n", null),
                arguments("5 fields", "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(5) + "\r\n", Fault.TOO_MANY_FIELDS),
                arguments("256 bytes", "HTTP/1.1 200 " + "k".repeat(239) + "\r\n\r\n", null),
                arguments("257 bytes", "HTTP/1.1 200 " + "k".repeat(240) + "\r\n\r\n", Fault.HEAD_TOO_LARGE),
                arguments("reason without end", "HTTP/1.1 200 " + "k".repeat(400), Fault.HEAD_TOO_LARGE),
                arguments("value without end", "HTTP/1.1 200 OK\r\nX: " + "y".repeat(400), Fault.HEAD_TOO_LARGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void keepsToItsLimitsAtEverySplit(String name, String wire, Fault fault) {
        final ResponseRun run = new ResponseRun(SMALL, Method.GET, false, 0);
        assertEquals(fault, ((ResponseRun.Answer) EverySplit.answer(wire, run.again())).fault());
    }
}
