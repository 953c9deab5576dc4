package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.WireCorpus;

/** The chunked coding (RFC 9112 §7.1), read through {@link BodyReader} as the relay does. */
class ChunkReaderTest {
    private static final String END = "0\r\n\r\n";

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("one-chunk", null, "Hello, world!"),
                arguments("empty", null, ""),
                arguments("many-chunks", null, "Hello, world!0123456789abcdef"),
                arguments("leading-zeros", null, "Hello"),
                arguments("upper-hex", null, "abcdefghijklmnopqrstuvwxyz"),
                arguments("extensions", "5\r\nHello\r\n7\r\n, world\r\n1\r\n!\r\n0\r\n\r\n", "Hello, world!"),
                arguments("trailers", "d\r\nHello, world!\r\n0\r\n\r\n", "Hello, world!"),
                arguments("crlf-inside", null, "\r\n\r\n\r\n0\r\n\r"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void passesOnChunksWithoutExtensionsAndTrailers(String name, String canonical, String content) {
        final String wire = WireCorpus.text(name);
        final BodyRun.Answer answer = BodyRun.atEverySplit(wire, BodyReader.CHUNKED, false);
        assertEquals(canonical == null ? wire : canonical, answer.passedOn());
        expectsEnd(answer, wire, content);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void leavesTheContentAloneWhenItDecodes(String name, String canonical, String content) {
        final String wire = WireCorpus.text(name);
        final BodyRun.Answer answer = BodyRun.atEverySplit(wire, BodyReader.CHUNKED, true);
        assertEquals(content, answer.passedOn());
        expectsEnd(answer, wire, content);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void stopsBehindTheLastChunk(String name, String canonical, String content) {
        final String wire = WireCorpus.text(name);
        expectsEnd(BodyRun.atEverySplit(wire + "HTTP/1.1 200 OK\r\n", BodyReader.CHUNKED, false), wire, content);
    }

    @Test
    void everyNameOfTheCorpusIsInTheTable() {
        assertEquals(
                WireCorpus.chunkedBodies(), bodies().map(row -> row.get()[0]).toList());
    }

    private static void expectsEnd(BodyRun.Answer answer, String wire, String content) {
        assertEquals(Parse.COMPLETE, answer.result());
        assertEquals(wire.length(), answer.consumed());
        assertEquals(content.length(), answer.contentBytes());
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("no size", "\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("extension without a size", ";a=b\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("no hexadecimal digit", "g\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("0x", "0x5\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("sign", "+5\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("minus", "-1\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("space before the size", " 5\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("letters behind the size", "5 Hello\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("underscore", "5_0\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("NUL behind the size", "5\0\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("bare LF behind the size", "5\nHello\r\n", Fault.BARE_LF, "§2.2"),
                arguments("bare CR behind the size", "5\rHello\r\n", Fault.BARE_CR, "§2.2"),
                arguments("bare LF behind an extension", "5;a\nHello\r\n", Fault.BARE_LF, "§7.1.1"),
                arguments("bare CR behind an extension", "5;a\rb\r\nHello\r\n", Fault.BARE_CR, "§7.1.1"),
                arguments("bare CR in a quoted string", "5;a=\"\r\"\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1.1"),
                arguments("line break in a quoted string", "5;a=\"\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1.1"),
                arguments("LF in a quoted string", "5;a=\"\n\"\r\nHello\r\n", Fault.BARE_LF, "§7.1.1"),
                arguments("escaped CR", "5;a=\"\\\r\"\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1.1"),
                arguments("extension without a name", "5;\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1.1"),
                arguments("extension without a value", "5;a=\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1.1"),
                arguments("name behind a name", "5;a b\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1.1"),
                arguments("text behind a quoted string", "5;a=\"b\"c\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1.1"),
                arguments("8-bit extension name", "5;\u00e9\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1.1"),
                arguments("longer than its size", "4\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("shorter than its size", "6\r\nHello\r\n0\r\n\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("bare LF behind the data", "5\r\nHello\n0\r\n\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("bare CR behind the data", "5\r\nHello\r0\r\n\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("2^60 + 1", "1000000000000001\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("2^63", "8000000000000000\r\n\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("2^64 - 1", "ffffffffffffffff\r\n\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("2^64", "10000000000000000\r\n\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("2^64 + 5", "10000000000000005\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("17 digits", "00000000000000005\r\nHello\r\n", Fault.BAD_CHUNK, "§7.1"),
                arguments("trailer is no field", "0\r\nabc\r\n\r\n", Fault.BAD_TRAILER, "§7.1.2"),
                arguments("space before a trailer's colon", "0\r\nA : b\r\n\r\n", Fault.BAD_TRAILER, "§5.1"),
                arguments("trailer without a name", "0\r\n: b\r\n\r\n", Fault.BAD_TRAILER, "§5"),
                arguments("folded trailer", "0\r\nA: b\r\n c\r\n\r\n", Fault.BAD_TRAILER, "§5.2"),
                arguments("NUL in a trailer", "0\r\nA: \0\r\n\r\n", Fault.BAD_TRAILER, "§5.5"),
                arguments("bare CR in a trailer", "0\r\nA: b\rc\r\n\r\n", Fault.BAD_TRAILER, "§2.2"),
                arguments("bare LF in a trailer", "0\r\nA: b\nC: d\r\n\r\n", Fault.BAD_TRAILER, "§2.2"),
                arguments("bare LF at the end", "0\r\n\n", Fault.BAD_TRAILER, "§2.2"),
                arguments("bare CR at the end", "0\r\n\rG", Fault.BAD_TRAILER, "§2.2"));
    }

    @ParameterizedTest(name = "{0} (RFC 9112 {3})")
    @MethodSource("malformed")
    void refusesMalformedChunksAtEverySplit(String name, String wire, Fault fault, String rfc) {
        assertEquals(
                fault, BodyRun.atEverySplit(wire, BodyReader.CHUNKED, false).fault());
        assertEquals(fault, BodyRun.atEverySplit(wire, BodyReader.CHUNKED, true).fault());
        assertEquals(
                fault,
                BodyRun.atEverySplit("1\r\na\r\n" + wire, BodyReader.CHUNKED, false)
                        .fault());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1000000000000000", "fffffffffffffff", "0ffFFffFFffFFffF", "7fffffff", "80000000", "100000000"})
    void takesSizesUpToTwoToTheSixtieth(String size) {
        final BodyRun.Answer answer = BodyRun.atEverySplit(size + "\r\nHello", BodyReader.CHUNKED, false);
        assertEquals(Parse.NEED_MORE, answer.result());
        assertEquals(5, answer.contentBytes());
    }

    @Test
    void extensionsMayTakeFourKibibytesOfAMessage() {
        // The first semicolon is free; the line's end counts.
        final String most = "1;" + "a".repeat(4 * 1024 - 1) + "\r\nb\r\n" + END;
        assertEquals(
                "1\r\nb\r\n" + END,
                BodyRun.atEverySplit(most, BodyReader.CHUNKED, false).passedOn());
        final String more = "1;" + "a".repeat(4 * 1024) + "\r\nb\r\n" + END;
        assertEquals(
                Fault.CHUNK_OVERHEAD,
                BodyRun.atEverySplit(more, BodyReader.CHUNKED, false).fault());
    }

    @Test
    void extensionsMayNotExceedTheContentManyTimes() { // CVE-2023-39326
        final String thin = ("1;" + "a".repeat(50) + "\r\nb\r\n").repeat(100);
        assertEquals(
                Fault.CHUNK_OVERHEAD,
                BodyRun.atEverySplit(thin, BodyReader.CHUNKED, false).fault());
        final String fair = ("40;" + "a".repeat(50) + "\r\n" + "b".repeat(64) + "\r\n").repeat(100);
        assertEquals(6_400, BodyRun.atEverySplit(fair, BodyReader.CHUNKED, true).contentBytes());
    }

    @Test
    void trailersMayTakeSixteenKibibytes() {
        final String most = "0\r\nA:" + "b".repeat(16 * 1024 - 5) + "\r\n\r\n";
        assertEquals(END, BodyRun.atEverySplit(most, BodyReader.CHUNKED, false).passedOn());
        final String more = "0\r\nA:" + "b".repeat(16 * 1024 - 4) + "\r\n\r\n";
        assertEquals(
                Fault.BAD_TRAILER,
                BodyRun.atEverySplit(more, BodyReader.CHUNKED, false).fault());
    }
}
