package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import weir.testkit.EverySplit;
import weir.testkit.Mutator;
import weir.testkit.Seed;
import weir.testkit.Wire;
import weir.testkit.WireCorpus;

/**
 * Messages that are nearly right. Whatever they are: nothing throws, the answer is the same wherever they are cut, a
 * grammar written as a regular expression agrees, and what is passed on reads the same to the next hop.
 *
 * <p>{@code -Dweir.fuzz.inputs=N} runs more of them, {@code -Dweir.seed=N} one failed batch again.
 */
class MutationTest {
    private static final int INPUTS = Integer.getInteger("weir.fuzz.inputs", 200_000);
    private static final int BATCH = 100;
    private static final int POSITION = 1024;

    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
    private static final String FIELDS = "(?:" + TOKEN + "++:[\\t\\x20-\\x7e\\x80-\\xff]*+\\r\\n)*+\\r\\n";
    /** RFC 9112 §3 and §5, without the obsolete parts; any minor version will do (RFC 9110 §2.5). */
    private static final Pattern REQUEST = Pattern.compile(
            "(?:\\r\\n){0,2}" + TOKEN + "{1,64} [\\x21\\x22\\x24-\\x7e]++ HTTP/1\\.[0-9]\\r\\n" + FIELDS);
    /** RFC 9112 §4 and §5. */
    private static final Pattern RESPONSE =
            Pattern.compile("HTTP/1\\.[0-9] [1-9][0-9][0-9](?: [\\t\\x20-\\x7e\\x80-\\xff]*+)?\\r\\n" + FIELDS);

    private static final Pattern FRAMING = Pattern.compile("(?i)(?:content-length|transfer-encoding):");
    /** The one form that nobody can read differently; the case of names is left alone. */
    private static final Pattern PLAIN_FRAMING =
            Pattern.compile("(?i:content-length): (?:0|[1-9][0-9]*)|(?i:transfer-encoding): chunked");

    private interface Check {
        void run(byte[] wire, RandomGenerator random);
    }

    @Test
    void everyRequestHeadHasOneReading() {
        final RequestRun run = new RequestRun();
        forEachInput(WireCorpus.requests(), (wire, random) -> {
            final Supplier<RequestRun> runs = run.again();
            final RequestRun.Answer answer = (RequestRun.Answer) EverySplit.answerAtSomeSplits(wire, runs, random);
            expectsGrammar(REQUEST, wire, requestHeadBytes(wire));
            if (answer.rewritten() != null && !answer.meaning().contains("host= ")) {
                final byte[] forwarded = Wire.bytes(answer.rewritten());
                final RequestRun.Answer next = (RequestRun.Answer) EverySplit.inParts(forwarded, runs, POSITION);
                assertEquals(Parse.COMPLETE, next.result(), () -> "forwarded " + printable(forwarded) + next.fault());
                assertEquals(forwarded.length, next.scanned());
                assertEquals(gist(answer.meaning()), gist(next.meaning()));
                expectsSameLines(answer.rewritten(), next.rewritten());
            }
        });
    }

    @Test
    void everyResponseHeadHasOneReading() {
        final ResponseRun run = new ResponseRun(HttpLimits.DEFAULTS, Method.GET, false, 0);
        forEachInput(WireCorpus.responses(), (wire, random) -> {
            final Supplier<ResponseRun> runs = run.again();
            final ResponseRun.Answer answer = (ResponseRun.Answer) EverySplit.answerAtSomeSplits(wire, runs, random);
            expectsGrammar(RESPONSE, wire, responseHeadBytes(wire));
            if (answer.rewritten() != null) {
                final byte[] forwarded = Wire.bytes(answer.rewritten());
                final ResponseRun.Answer next = (ResponseRun.Answer) EverySplit.inParts(forwarded, runs, POSITION);
                assertEquals(Parse.COMPLETE, next.result(), () -> "forwarded " + printable(forwarded) + next.fault());
                assertEquals(forwarded.length, next.scanned());
                expectsSameLines(answer.rewritten(), next.rewritten());
            }
        });
    }

    @Test
    void everyChunkedBodyHasOneReading() {
        final BodyRun run = new BodyRun();
        forEachInput(WireCorpus.chunkedBodies(), (wire, random) -> {
            final Supplier<BodyRun> chunks = run.again(BodyReader.CHUNKED, false, Long.MAX_VALUE);
            final Supplier<BodyRun> content = run.again(BodyReader.CHUNKED, true, Long.MAX_VALUE);
            final BodyRun.Answer answer = (BodyRun.Answer) EverySplit.answerAtSomeSplits(wire, chunks, random);
            final BodyRun.Answer decoded = (BodyRun.Answer) EverySplit.answerAtSomeSplits(wire, content, random);
            assertEquals(answer.fault(), decoded.fault());
            assertEquals(answer.consumed(), decoded.consumed());
            if (answer.result() == Parse.COMPLETE) {
                final byte[] forwarded = Wire.bytes(answer.passedOn());
                assertEquals(
                        answer.passedOn(),
                        ((BodyRun.Answer) EverySplit.inParts(forwarded, chunks, POSITION)).passedOn());
                assertEquals(plainContent(answer.passedOn()), decoded.passedOn());
            }
        });
    }

    /**
     * Whatever is put up with: what is passed on is what a strict parser reads, and a strict parser that takes the
     * message as it came reads the same.
     */
    @Test
    void everyToleratedRequestHeadHasOneStrictReading() {
        final RequestRun strict = new RequestRun();
        forEachInput(WireCorpus.requests(), (clean, random) -> {
            final byte[] wire = spoil(clean, random);
            final Supplier<RequestRun> runs = new RequestRun(some(Tolerance.FOR_REQUESTS, random)).again();
            final RequestRun.Answer answer = (RequestRun.Answer) EverySplit.answerAtSomeSplits(wire, runs, random);
            final RequestRun.Answer asItCame = (RequestRun.Answer) EverySplit.inParts(wire, strict.again(), POSITION);
            if (asItCame.result() == Parse.COMPLETE) {
                assertEquals(asItCame, answer, "a tolerance has changed what was fine");
            }
            if (answer.rewritten() != null && !answer.meaning().contains("host= ")) {
                final byte[] forwarded = Wire.bytes(answer.rewritten());
                final RequestRun.Answer next =
                        (RequestRun.Answer) EverySplit.inParts(forwarded, strict.again(), POSITION);
                assertEquals(Parse.COMPLETE, next.result(), () -> "forwarded " + printable(forwarded) + next.fault());
                assertEquals(forwarded.length, next.scanned());
                assertEquals(gist(answer.meaning()), gist(next.meaning()));
                expectsSameLines(answer.rewritten(), next.rewritten());
            }
        });
    }

    @Test
    void everyToleratedResponseHeadHasOneStrictReading() {
        final ResponseRun strict = new ResponseRun(HttpLimits.DEFAULTS, Method.GET, false, 0);
        forEachInput(WireCorpus.responses(), (clean, random) -> {
            final byte[] wire = spoil(clean, random);
            final Supplier<ResponseRun> runs = new ResponseRun(some(Tolerance.FOR_RESPONSES, random)).again();
            final ResponseRun.Answer answer = (ResponseRun.Answer) EverySplit.answerAtSomeSplits(wire, runs, random);
            final ResponseRun.Answer asItCame = (ResponseRun.Answer) EverySplit.inParts(wire, strict.again(), POSITION);
            if (asItCame.result() == Parse.COMPLETE) {
                assertEquals(asItCame, answer, "a tolerance has changed what was fine");
            }
            if (answer.rewritten() != null) {
                final byte[] forwarded = Wire.bytes(answer.rewritten());
                final ResponseRun.Answer next =
                        (ResponseRun.Answer) EverySplit.inParts(forwarded, strict.again(), POSITION);
                assertEquals(Parse.COMPLETE, next.result(), () -> "forwarded " + printable(forwarded) + next.fault());
                assertEquals(forwarded.length, next.scanned());
                if (!answer.meaning().contains("body=-2")) { // until close: goes on in chunks
                    assertEquals(
                            answer.meaning().replace(" keep-alive", ""),
                            next.meaning().replace(" keep-alive", ""));
                }
                expectsSameLines(answer.rewritten(), next.rewritten());
            }
        });
    }

    @Test
    void everyChunkedBodyWithPaddedSizesIsPassedOnWithoutThem() {
        final Set<Tolerance> accept = Set.of(Tolerance.PADDED_CHUNK_SIZE);
        final Supplier<BodyRun> strict = new BodyRun().again(BodyReader.CHUNKED, false, Long.MAX_VALUE);
        final Supplier<BodyRun> padded = new BodyRun(accept).again(BodyReader.CHUNKED, false, Long.MAX_VALUE);
        final Supplier<BodyRun> content = new BodyRun(accept).again(BodyReader.CHUNKED, true, Long.MAX_VALUE);
        forEachInput(WireCorpus.chunkedBodies(), (clean, random) -> {
            final byte[] wire = Wire.bytes(Wire.text(clean).replaceAll("([0-9a-f])\\r\\n", "$1 \t\r\n"));
            final BodyRun.Answer answer = (BodyRun.Answer) EverySplit.answerAtSomeSplits(wire, padded, random);
            if (answer.result() == Parse.COMPLETE) {
                final byte[] forwarded = Wire.bytes(answer.passedOn());
                final BodyRun.Answer next = (BodyRun.Answer) EverySplit.inParts(forwarded, strict, POSITION);
                assertEquals(Parse.COMPLETE, next.result());
                assertEquals(answer.passedOn(), next.passedOn());
                assertEquals(
                        plainContent(answer.passedOn()),
                        ((BodyRun.Answer) EverySplit.inParts(wire, content, POSITION)).passedOn());
            }
        });
    }

    private static Set<Tolerance> some(Set<Tolerance> all, RandomGenerator random) {
        return all.stream().filter(one -> random.nextInt(3) > 0).collect(Collectors.toSet());
    }

    /** Breaks the grammar here and there in the ways that may be put up with. */
    private static byte[] spoil(byte[] wire, RandomGenerator random) {
        final StringBuilder text = new StringBuilder();
        final String clean = Wire.text(wire);
        for (int i = 0; i < clean.length(); i++) {
            final char c = clean.charAt(i);
            final int dice = random.nextInt(60);
            if (c == '\r' && dice < 20) {
                continue; // a bare LF, if that was a line's end
            }
            text.append(c);
            if (dice == 58) {
                text.append((char) random.nextInt(0x20));
            } else if (dice == 59) {
                text.append("\u00c3\u00a9", 0, 1 + random.nextInt(2));
            }
        }
        final String spoilt = text.toString();
        return Wire.bytes(
                random.nextInt(4) > 0 ? spoilt : spoilt.replaceFirst("(?i)(content-length: *\\d+)", "$1\r\n$1"));
    }

    @Test
    void aRefusedRequestStaysRefusedWhateverFollows() {
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        final byte[] more = WireCorpus.bytes("curl-get");
        forEachInput(WireCorpus.requests(), (wire, random) -> {
            final ByteBuffer in =
                    Wire.direct(wire.length + more.length).put(0, wire).put(wire.length, more);
            parser.reset();
            if (parser.parse(in, 0, wire.length) == Parse.REFUSED) {
                final Fault fault = parser.fault();
                final int scanned = parser.scanned();
                assertEquals(Parse.REFUSED, parser.parse(in, 0, in.capacity()));
                assertEquals(fault, parser.fault());
                assertEquals(scanned, parser.scanned());
            }
        });
    }

    private static void forEachInput(List<String> names, Check check) {
        Seed.forEach(1, INPUTS / BATCH / 4, random -> {
            final Mutator mutator = new Mutator(names, random);
            for (int i = 0; i < BATCH; i++) {
                final byte[] wire = mutator.next();
                try {
                    check.run(wire, random);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(printable(wire) + " gives " + e, e);
                }
            }
        });
    }

    /** @param headBytes what the parser found; -1 when no head is complete */
    private static void expectsGrammar(Pattern grammar, byte[] wire, int headBytes) {
        final Matcher matcher = grammar.matcher(Wire.text(wire));
        assertEquals(matcher.lookingAt() ? matcher.end() : -1, headBytes);
    }

    private static int requestHeadBytes(byte[] wire) {
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        return parser.parse(Wire.direct(wire), 0, wire.length) == Parse.COMPLETE ? parser.headBytes() : -1;
    }

    private static int responseHeadBytes(byte[] wire) {
        final ResponseParser parser = new ResponseParser(HttpLimits.DEFAULTS);
        return parser.parse(Wire.direct(wire), 0, wire.length) == Parse.COMPLETE ? parser.headBytes() : -1;
    }

    /** Method, host and framing. */
    private static String gist(String meaning) {
        return meaning.replaceAll(" path=\\S*( body=\\S+).*", "$1");
    }

    /** A second hop has nothing left to edit but the number of hops, and nothing of the framing to wonder at. */
    private static void expectsSameLines(String first, String second) {
        for (String line : first.split("\r\n")) {
            final boolean isFraming = FRAMING.matcher(line).lookingAt();
            assertTrue(!isFraming || PLAIN_FRAMING.matcher(line).matches(), () -> "framing in another form: " + line);
        }
        if (!first.toLowerCase(java.util.Locale.ROOT).contains("max-forwards")) {
            final String[] lines = first.split("\r\n");
            final String[] again = second.split("\r\n");
            Arrays.sort(lines);
            Arrays.sort(again);
            assertTrue(Arrays.equals(lines, again), () -> "at the second hop: " + printable(Wire.bytes(second)));
        }
    }

    /** A second decoder, for chunks that have neither extensions nor trailers. */
    private static String plainContent(String chunks) {
        final StringBuilder content = new StringBuilder();
        int at = 0;
        for (int size = -1; size != 0; ) {
            final int lineEnd = chunks.indexOf("\r\n", at);
            size = Integer.parseInt(chunks.substring(at, lineEnd), 16);
            content.append(chunks, lineEnd + 2, lineEnd + 2 + size);
            at = lineEnd + 2 + size + 2;
        }
        return content.toString();
    }

    private static String printable(byte[] wire) {
        final StringBuilder text = new StringBuilder();
        for (byte b : wire) {
            text.append(
                    b >= 0x20 && b < 0x7f
                            ? "" + (char) b
                            : b == '\r' ? "\\r" : b == '\n' ? "\\n" : "\\x%02x".formatted(b));
        }
        return text.toString();
    }
}
