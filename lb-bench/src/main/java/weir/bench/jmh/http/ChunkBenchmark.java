package weir.bench.jmh.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
import weir.http.BodyReader;
import weir.http.Parse;

/**
 * What does it cost to look at the chunks in 16 KiB of a body, by their size? Expect 0 B/op with -prof gc.
 *
 * <p>The baseline is a body with a length, of which nothing must be looked at. Chunks without extensions are passed on
 * as they are, so the same bytes can be read again.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class ChunkBenchmark {
    private static final int BUFFER_BYTES = 16 * 1024;

    @Param({"16", "128", "1024", "8192"})
    public int chunkBytes;

    private final BodyReader reader = new BodyReader();
    private ByteBuffer chunks;

    @Setup
    public void load() {
        final byte[] chunk = (Integer.toHexString(chunkBytes) + "\r\n" + "x".repeat(chunkBytes) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        chunks = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < BUFFER_BYTES; i++) {
            chunks.put(chunk[i % chunk.length]);
        }
    }

    @Benchmark
    public int chunked() {
        reader.begin(BodyReader.CHUNKED, false, Long.MAX_VALUE);
        return read();
    }

    @Benchmark
    public int withLength() {
        reader.begin(Long.MAX_VALUE, false, Long.MAX_VALUE);
        return read();
    }

    private int read() {
        if (reader.read(chunks, 0, BUFFER_BYTES) == Parse.REFUSED) {
            throw new IllegalStateException("" + reader.fault());
        }
        return reader.outEnd();
    }
}
