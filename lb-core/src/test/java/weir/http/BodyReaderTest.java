package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.testkit.Wire;

class BodyReaderTest {
    static Stream<Arguments> plainBodies() {
        return Stream.of(
                arguments("nothing", 0L, "GET /", Parse.COMPLETE, ""),
                arguments("exactly", 5L, "Hello", Parse.COMPLETE, "Hello"),
                arguments("less than announced", 6L, "Hello", Parse.NEED_MORE, "Hello"),
                arguments("the next message behind it", 5L, "HelloGET /", Parse.COMPLETE, "Hello"),
                arguments("longer than an int", 1L << 40, "Hello", Parse.NEED_MORE, "Hello"),
                arguments("until the connection ends", BodyReader.UNTIL_CLOSE, "Hello", Parse.NEED_MORE, "Hello"),
                arguments(
                        "chunks",
                        BodyReader.CHUNKED,
                        "5\r\nHello\r\n0\r\n\r\n",
                        Parse.COMPLETE,
                        "5\r\nHello\r\n0\r\n\r\n"),
                arguments(
                        "the next message behind chunks",
                        BodyReader.CHUNKED,
                        "0\r\n\r\n0\r\n",
                        Parse.COMPLETE,
                        "0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plainBodies")
    void findsTheEndAtEverySplit(String name, long framing, String wire, int result, String passedOn) {
        final BodyRun.Answer answer = BodyRun.atEverySplit(wire, framing, false);
        assertEquals(result, answer.result());
        assertEquals(passedOn, answer.passedOn());
        assertEquals(passedOn.length(), answer.consumed());
    }

    @Test
    void anEmptyBodyIsCompleteBeforeAnythingIsRead() {
        final BodyReader body = new BodyReader();
        body.begin(0, false, 10);
        assertTrue(body.isComplete());
        assertEquals(Parse.COMPLETE, body.read(Wire.direct("GET"), 1, 3));
        assertEquals(1, body.inEnd());
        assertEquals(1, body.outEnd());
    }

    static Stream<Arguments> largeBodies() {
        return Stream.of(
                arguments("5\r\nHello\r\n0\r\n\r\n", null),
                arguments("1\r\nH\r\n4\r\nello\r\n0\r\n\r\n", null),
                arguments("6\r\nHello!\r\n0\r\n\r\n", Fault.BODY_TOO_LARGE),
                arguments("5\r\nHello\r\n1\r\n!\r\n0\r\n\r\n", Fault.BODY_TOO_LARGE),
                arguments("5\r\nHello\r\n100000\r\nmore", Fault.BODY_TOO_LARGE),
                arguments("6\r\nHello!\r\nnonsense", Fault.BODY_TOO_LARGE),
                arguments("5\r\nHello\r\nnonsense", Fault.BAD_CHUNK));
    }

    @ParameterizedTest
    @MethodSource("largeBodies")
    void countsTheContentOfChunksAgainstTheLimitAtEverySplit(String wire, Fault fault) {
        assertEquals(
                fault, BodyRun.atEverySplit(wire, BodyReader.CHUNKED, false, 5).fault());
        assertEquals(
                fault, BodyRun.atEverySplit(wire, BodyReader.CHUNKED, true, 5).fault());
    }

    @Test
    void staysRefused() {
        final BodyReader body = new BodyReader();
        for (String wire : new String[] {"x", "6\r\nHello!\r\n0\r\n\r\n"}) {
            body.begin(BodyReader.CHUNKED, false, 5);
            assertEquals(Parse.REFUSED, body.read(Wire.direct(wire), 0, wire.length()));
            final Fault fault = body.fault();
            assertEquals(Parse.REFUSED, body.read(Wire.direct("0\r\n\r\n"), 0, 5));
            assertEquals(fault, body.fault());
        }
    }

    @Test
    void forgetsTheLastMessage() {
        final BodyReader body = new BodyReader();
        body.begin(BodyReader.CHUNKED, true, 100);
        body.read(Wire.direct("5;bad\""), 0, 6);
        body.begin(BodyReader.CHUNKED, false, 100);
        assertNull(body.fault());
        assertEquals(0, body.contentBytes());
        assertEquals(Parse.COMPLETE, body.read(Wire.direct("0\r\n\r\n"), 0, 5));
        assertEquals(5, body.outEnd());
    }
}
