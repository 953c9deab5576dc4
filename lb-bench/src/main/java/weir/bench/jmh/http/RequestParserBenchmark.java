package weir.bench.jmh.http;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weir.bench.jmh.WireCorpus;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestParser;

/**
 * What does one request head cost, from first byte to COMPLETE, when it arrives whole, and in pieces? Expect 0 B/op
 * with -prof gc.
 *
 * <p>The baseline looks for the empty line byte by byte and understands nothing: what any parser without wide reads
 * must pay.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class RequestParserBenchmark {
    private static final int PIECE_BYTES = 100;
    private static final int HEAD_END = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    @Param({"curl-get", "browser-get", "api-post", "cookies-4k"})
    public String head;

    private WireCorpus corpus;
    private ByteBuffer wire;
    private RequestParser parser;
    private int variant;

    @Setup
    public void load() {
        corpus = WireCorpus.of(head);
        wire = corpus.wire();
        parser = new RequestParser(HttpLimits.DEFAULTS);
    }

    @Benchmark
    public int wholeHead() {
        final int next = nextVariant();
        parser.reset();
        final int result = parser.parse(wire, corpus.start(next), corpus.end(next));
        if (result != Parse.COMPLETE) {
            throw new IllegalStateException(head + ": " + parser.fault());
        }
        return parser.headBytes();
    }

    /** As from a slow client: the parser is asked again after every {@link #PIECE_BYTES}. */
    @Benchmark
    public int inPieces() {
        final int next = nextVariant();
        final int start = corpus.start(next);
        final int end = corpus.end(next);
        parser.reset();
        int result = Parse.NEED_MORE;
        for (int to = start + PIECE_BYTES; result == Parse.NEED_MORE; to += PIECE_BYTES) {
            result = parser.parse(wire, start, Math.min(to, end));
        }
        if (result != Parse.COMPLETE) {
            throw new IllegalStateException(head + ": " + parser.fault());
        }
        return parser.headBytes();
    }

    @Benchmark
    public int bytewiseSearchForTheEnd() {
        final int next = nextVariant();
        return endOfHead(wire, corpus.start(next), corpus.end(next));
    }

    private int nextVariant() {
        variant = variant + 1 & WireCorpus.VARIANTS - 1;
        return variant;
    }

    private static int endOfHead(ByteBuffer in, int from, int to) {
        int lastFour = 0;
        for (int at = from; at < to; at++) {
            lastFour = lastFour << 8 | in.get(at);
            if (lastFour == HEAD_END) {
                return at + 1;
            }
        }
        return -1;
    }
}
