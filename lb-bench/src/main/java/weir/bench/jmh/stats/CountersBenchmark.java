package weir.bench.jmh.stats;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weir.stats.Counter;
import weir.stats.Counters;

/**
 * What does one more on a counter cost the loop that owns it? The baselines may have many writers. Expect 0 B/op with
 * -prof gc.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class CountersBenchmark {
    private final Counters counters = new Counters();
    private final AtomicLong atomic = new AtomicLong();
    private final LongAdder adder = new LongAdder();

    @Benchmark
    public void oneWriter() {
        counters.add(Counter.REQUESTS);
    }

    @Benchmark
    public long atomic() {
        return atomic.incrementAndGet();
    }

    @Benchmark
    public void adder() {
        adder.increment();
    }
}
