package weir.bench.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import weir.snapshot.PermitRow;
import weir.snapshot.Permits;

/**
 * What does it cost a request that its backend has a limit? Loops that keep permits, against loops that take and put
 * back each one; alone, and two at once.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class PermitsBenchmark {
    private static final int LOOPS = 2;
    private static final int LIMIT = 1_000;

    /** Shared by all loops. */
    @State(Scope.Benchmark)
    public static class Shared {
        @Param({"true", "false"})
        public boolean keeps;

        private final AtomicInteger loops = new AtomicInteger();
        private Permits permits;

        @Setup
        public void make() {
            permits = new Permits(new int[] {LIMIT}, LOOPS, keeps);
        }
    }

    /** One loop. */
    @State(Scope.Thread)
    public static class Loop {
        private PermitRow row;

        @Setup
        public void open(Shared shared) {
            row = shared.permits.row(shared.loops.getAndIncrement() % LOOPS);
        }
    }

    @Benchmark
    @Threads(1)
    public void alone(Loop loop) {
        takeAndGive(loop.row);
    }

    @Benchmark
    @Threads(2)
    public void twoLoops(Loop loop) {
        takeAndGive(loop.row);
    }

    private static void takeAndGive(PermitRow row) {
        if (row.has(0) && row.take(0)) {
            row.give(0);
        }
    }
}
