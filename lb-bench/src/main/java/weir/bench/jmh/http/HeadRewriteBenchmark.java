package weir.bench.jmh.http;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import weir.filter.ForwardedFields;
import weir.http.HeadEdit;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.Forwarding;

/**
 * What does a request head cost from its arrival to the bytes that go to the backend: parsed, understood, hop-by-hop
 * fields out, X-Forwarded-For and its like in? Expect 0 B/op with -prof gc.
 *
 * <p>Each head is copied to where a read would put it, as the rewrite works in place; the baseline is that copy.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class HeadRewriteBenchmark {
    /** Room in front of the head, to grow into; as in a relay buffer. */
    private static final int FRONT = HeadEdit.ADDED_BYTES_MAX + 32;

    @Param({"curl-get", "browser-get", "api-post", "cookies-4k"})
    public String head;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(FRONT + HttpLimits.DEFAULTS.headBytesMax())
            .order(ByteOrder.LITTLE_ENDIAN);
    private final RequestHead request = new RequestHead();
    private final HeadEdit edit = new HeadEdit(HttpLimits.DEFAULTS.fieldsMax());
    private WireCorpus corpus;
    private RequestParser parser;
    private ForwardedFields forwarded;
    private int variant;

    @Setup
    public void load() {
        corpus = WireCorpus.of(head);
        parser = new RequestParser(HttpLimits.DEFAULTS);
        forwarded = new ForwardedFields(InetAddress.getLoopbackAddress().getAddress(), "http", Forwarding.DEFAULTS);
    }

    @Benchmark
    public int parsedAndRewritten() {
        final int bytes = copy();
        parser.reset();
        if (parser.parse(buffer, FRONT, FRONT + bytes) != Parse.COMPLETE || request.read(parser, buffer) != null) {
            throw new IllegalStateException(head + ": " + parser.fault());
        }
        edit.begin();
        forwarded.edit(request.view(), buffer, edit, null, null, true);
        request.edit(buffer, edit, false);
        return request.rewrite(buffer, edit);
    }

    @Benchmark
    public int copiedOnly() {
        return copy();
    }

    private int copy() {
        variant = variant + 1 & WireCorpus.VARIANTS - 1;
        final int bytes = corpus.end(variant) - corpus.start(variant);
        buffer.put(FRONT, corpus.wire(), corpus.start(variant), bytes);
        return bytes;
    }
}
