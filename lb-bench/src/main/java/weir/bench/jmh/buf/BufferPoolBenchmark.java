package weir.bench.jmh.buf;

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
import weir.buf.BufferPool;

/**
 * What does it cost to take a buffer and to give it back, with so many others out? Expect 0 B/op with -prof gc.
 *
 * <p>The baseline asks the system for the memory each time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class BufferPoolBenchmark {
    private static final int BUFFER_BYTES = 16 * 1024;

    @Param({"0", "1000"})
    public int held;

    private BufferPool pool;

    @Setup
    public void load() {
        pool = new BufferPool(BUFFER_BYTES, held + 1);
        for (int i = 0; i < held; i++) {
            pool.take();
        }
    }

    @Benchmark
    public int takeAndGive() {
        final ByteBuffer buffer = pool.take();
        final int room = buffer.remaining();
        pool.give(buffer);
        return room;
    }

    @Benchmark
    public ByteBuffer allocate() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
    }
}
