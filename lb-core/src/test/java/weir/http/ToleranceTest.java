package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is put up with when that is asked for, and refused when it is not; each case at every split. "|" is CR LF, "^" a
 * bare LF.
 */
class ToleranceTest {
    private static String wire(String text) {
        return text.replace("|", "\r\n").replace("^", "\n");
    }

    private static Set<Tolerance> allBut(Set<Tolerance> all, Tolerance one) {
        final Set<Tolerance> rest = EnumSet.copyOf(all);
        rest.remove(one);
        return rest;
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments(Tolerance.BARE_LF, "GET / HTTP/1.1^Host: a^^", "GET / HTTP/1.1|Host: a||"),
                arguments(Tolerance.BARE_LF, "GET / HTTP/1.1|Host: a^X: b|^", "GET / HTTP/1.1|Host: a|X: b||"),
                arguments(Tolerance.BARE_LF, "GET / HTTP/1.1^Host: a^|", "GET / HTTP/1.1|Host: a||"),
                arguments(Tolerance.BARE_LF, "^GET / HTTP/1.1|Host: a||", "GET / HTTP/1.1|Host: a||"),
                arguments(
                        Tolerance.UTF8_TARGET,
                        "GET /caf\u00c3\u00a9?\u00e2\u0082\u00ac HTTP/1.1|Host: a||",
                        "GET /caf%C3%A9?%E2%82%AC HTTP/1.1|Host: a||"),
                arguments(
                        Tolerance.UTF8_TARGET,
                        "|GET /\u00f0\u009f\u0098\u0080 HTTP/1.1|Host: a|X: \u00c3\u00a9||",
                        "GET /%F0%9F%98%80 HTTP/1.1|Host: a|X: \u00c3\u00a9||"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void repairsARequestHeadThatItIsToPutUpWith(Tolerance tolerance, String text, String passedOn) {
        final RequestRun.Answer answer = RequestRun.atEverySplit(wire(text), Set.of(tolerance));
        assertEquals(wire(passedOn), answer.rewritten(), answer::toString);
        assertEquals(answer, RequestRun.atEverySplit(wire(text), Tolerance.FOR_REQUESTS));
        assertEquals(
                Parse.REFUSED,
                RequestRun.atEverySplit(wire(text), allBut(Tolerance.FOR_REQUESTS, tolerance))
                        .result());
    }

    static Stream<Arguments> hopelessRequests() {
        return Stream.of(
                arguments("GET / HTTP/1.1^Host: a\rX: b^^", Fault.BARE_CR),
                arguments("GET / HTTP/1.1^Host : a^^", Fault.SPACE_BEFORE_COLON),
                arguments("GET / HTTP/1.1^Host: a^ b^^", Fault.OBSOLETE_FOLD),
                arguments(
                        "GET / HTTP/1.1^Host: a^Content-Length: 1^Transfer-Encoding: chunked^^",
                        Fault.TRANSFER_ENCODING_AND_LENGTH),
                arguments("GET / HTTP/1.1^Host: a\u0001^^", Fault.BAD_FIELD_VALUE),
                arguments("GET /^^", Fault.BAD_REQUEST_LINE),
                arguments("^^^GET / HTTP/1.1|Host: a||", Fault.BAD_REQUEST_LINE),
                arguments("GET /\u00c3 HTTP/1.1|Host: a||", Fault.BAD_TARGET), // cut
                arguments("GET /\u00c0\u00af HTTP/1.1|Host: a||", Fault.BAD_TARGET), // overlong
                arguments("GET /\u00e0\u0080\u00af HTTP/1.1|Host: a||", Fault.BAD_TARGET),
                arguments("GET /\u00ed\u00a0\u0080 HTTP/1.1|Host: a||", Fault.BAD_TARGET), // half of a pair
                arguments("GET /\u00f4\u0090\u0080\u0080 HTTP/1.1|Host: a||", Fault.BAD_TARGET), // above U+10FFFF
                arguments("GET /\u00e9#\u00c3\u00a9 HTTP/1.1|Host: a||", Fault.BAD_TARGET),
                arguments("GET /\u00c3\u00a9\u0001 HTTP/1.1|Host: a||", Fault.BAD_TARGET));
    }

    @ParameterizedTest
    @MethodSource("hopelessRequests")
    void refusesWhatARepairDoesNotMakeStrict(String text, Fault fault) {
        assertEquals(
                fault,
                RequestRun.atEverySplit(wire(text), Tolerance.FOR_REQUESTS).fault());
    }

    @Test
    void refusesAHeadThatGrowsTooMuch() {
        final String target = "/" + "\u00c3\u00a9".repeat(HeadRepair.GROWTH_MAX / 4 + 1);
        assertEquals(
                Fault.HEAD_TOO_LARGE,
                RequestRun.atEverySplit("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", Tolerance.FOR_REQUESTS)
                        .fault());
    }

    static Stream<Arguments> responses() {
        final String ok = "HTTP/1.1 200 OK|";
        return Stream.of(
                arguments(Tolerance.BARE_LF, "HTTP/1.1 200 OK^Content-Length: 1^^", ok + "Content-Length: 1||"),
                arguments(Tolerance.BARE_LF, "HTTP/1.1 200^Content-Length: 1^^", "HTTP/1.1 200 |Content-Length: 1||"),
                arguments(Tolerance.BARE_LF, ok + "A: b^Content-Length: 1|^", ok + "A: b|Content-Length: 1||"),
                arguments(
                        Tolerance.EQUAL_CONTENT_LENGTHS,
                        ok + "Content-Length: 15|A: b|Content-Length: 15||",
                        ok + "A: b|Content-Length: 15||"),
                arguments(Tolerance.EQUAL_CONTENT_LENGTHS, ok + "Content-Length: 5, 5,5||", ok + "Content-Length: 5||"),
                arguments(
                        Tolerance.LENGTH_WITH_CHUNKED,
                        ok + "Content-Length: 5|Transfer-Encoding: chunked||",
                        ok + "Transfer-Encoding: chunked||"),
                arguments(
                        Tolerance.CONTROL_BYTES,
                        ok + "A: b\u0001c|Content-Length: 1||",
                        ok + "A: b c|Content-Length: 1||"),
                arguments(
                        Tolerance.CONTROL_BYTES,
                        ok + "A: \u0001\u007fb\u000b|Content-Length: 1||",
                        ok + "A:   b |Content-Length: 1||"),
                arguments(
                        Tolerance.CONTROL_BYTES,
                        "HTTP/1.1 200 O\u001bK|Content-Length: 1||",
                        "HTTP/1.1 200 O K|Content-Length: 1||"));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void repairsAResponseHeadThatItIsToPutUpWith(Tolerance tolerance, String text, String passedOn) {
        final ResponseRun.Answer answer = ResponseRun.atEverySplit(wire(text), Set.of(tolerance));
        assertEquals(wire(passedOn), answer.rewritten(), answer::toString);
        assertEquals(answer, ResponseRun.atEverySplit(wire(text), Tolerance.FOR_RESPONSES));
        assertEquals(
                Parse.REFUSED,
                ResponseRun.atEverySplit(wire(text), allBut(Tolerance.FOR_RESPONSES, tolerance))
                        .result());
    }

    @Test
    void doesNotUseAConnectionAgainThatHasSentALengthBesideChunks() {
        final String both = wire("HTTP/1.1 200 OK|Content-Length: 5|Transfer-Encoding: chunked||");
        assertEquals(
                "200 body=-1",
                ResponseRun.atEverySplit(both, Tolerance.FOR_RESPONSES).meaning());
    }

    static Stream<Arguments> hopelessResponses() {
        final String ok = "HTTP/1.1 200 OK|";
        return Stream.of(
                arguments(ok + "A: b\u0000c||", Fault.BAD_FIELD_VALUE),
                arguments(ok + "A: b\rc||", Fault.BARE_CR),
                arguments(ok + "A\u0001: b||", Fault.BAD_FIELD_NAME),
                arguments(ok + "Transfer-Encoding: \u000bchunked||", Fault.BAD_FIELD_VALUE),
                arguments(ok + "Content-Length: 1\u0001||", Fault.BAD_FIELD_VALUE),
                arguments(ok + "Connection: \u0001close||", Fault.BAD_FIELD_VALUE),
                arguments(ok + "Content-Length: 5|Content-Length: 6||", Fault.CONTENT_LENGTH_REPEATED),
                arguments(ok + "Content-Length: 5|Content-Length: 05||", Fault.CONTENT_LENGTH_REPEATED),
                arguments(ok + "Content-Length: 5,||", Fault.BAD_CONTENT_LENGTH),
                arguments(ok + "Content-Length: 5, 6||", Fault.BAD_CONTENT_LENGTH),
                arguments(ok + "Content-Length: +5, +5||", Fault.BAD_CONTENT_LENGTH),
                arguments(ok + "Content-Length: x|Transfer-Encoding: chunked||", Fault.BAD_CONTENT_LENGTH),
                arguments(ok + "Content-Length: 5|Transfer-Encoding: gzip, chunked||", Fault.UNKNOWN_TRANSFER_ENCODING),
                arguments(
                        "HTTP/1.0 200 OK|Content-Length: 5|Transfer-Encoding: chunked||",
                        Fault.TRANSFER_ENCODING_IN_HTTP_1_0),
                arguments(ok + "A: b^ c^^", Fault.OBSOLETE_FOLD),
                arguments("^" + ok + "A: b||", Fault.BAD_STATUS_LINE));
    }

    @ParameterizedTest
    @MethodSource("hopelessResponses")
    void refusesAResponseThatStaysAmbiguous(String text, Fault fault) {
        assertEquals(
                fault,
                ResponseRun.atEverySplit(wire(text), Tolerance.FOR_RESPONSES).fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2  |ab|0||", "2\t|ab|0  ||", "2 ;x=y|ab|0 ||"})
    void removesThePaddingOfChunkSizes(String text) {
        final BodyRun.Answer answer = body(text, Set.of(Tolerance.PADDED_CHUNK_SIZE));
        assertEquals(wire("2|ab|0||"), answer.passedOn(), answer::toString);
        assertEquals(Fault.BAD_CHUNK, body(text, Set.of()).fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {" 2|ab|0||", "2 2|ab|0||", "2;x=y |ab|0||", "2 \r ^ab|0||", "2 ^ab|0||", "2\u000b|ab|0||"})
    void refusesOtherSpacesAroundChunkSizes(String text) {
        assertEquals(
                Parse.REFUSED, body(text, Set.of(Tolerance.PADDED_CHUNK_SIZE)).result());
    }

    private static BodyRun.Answer body(String text, Set<Tolerance> accept) {
        return (BodyRun.Answer) weir.testkit.EverySplit.answer(
                wire(text), new BodyRun(accept).again(BodyReader.CHUNKED, false, Long.MAX_VALUE));
    }
}
