package weir.bench.jmh;

import java.util.Arrays;
import java.util.SplittableRandom;
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
import weir.balance.Algorithm;
import weir.balance.AttemptEnd;
import weir.balance.BackendSet;
import weir.balance.Loads;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;

/**
 * What does one pick cost, with eight loops' counters to add up? Expect 0 B/op with -prof gc.
 *
 * <p>All loops have exchanges in flight, all backends have answered, no two keys are alike. The exchange as a whole,
 * with its start and end, is measured beside it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PickBenchmark {
    private static final int LOOPS = 8;
    private static final int IN_FLIGHT_PER_BACKEND = 2;
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    @Param
    public Algorithm algorithm;

    @Param({"3", "30", "300"})
    public int backends;

    private final PickContext context = new PickContext();
    private Picker picker;
    private long nowNs;
    private long key;

    @Setup
    public void load() {
        final Loads loads = new Loads(LOOPS, backends);
        final SplittableRandom random = new SplittableRandom(1);
        for (int loop = 0; loop < LOOPS; loop++) {
            picker = Algorithm.LEAST_CONNECTIONS.picker(parts(loads, loop)); // whoever counts, counts alike
            for (int i = 0; i < backends * IN_FLIGHT_PER_BACKEND; i++) {
                picker.onStart(random.nextInt(backends));
            }
        }
        picker = algorithm.picker(parts(loads, 0));
        for (int i = 0; i < backends; i++) {
            picker.onStart(i);
            picker.onEnd(i, 1_000_000 + random.nextInt(1_000_000), AttemptEnd.ANSWERED);
        }
    }

    private PickerParts parts(Loads loads, int loop) {
        final long[] identities = new SplittableRandom(2).longs(backends).toArray();
        final double[] weights = new double[backends];
        Arrays.fill(weights, 1);
        final BackendSet set = new BackendSet(weights, identities);
        return new PickerParts(set, loop, loads, loads.row(loop), () -> nowNs, 1, PickerParts.UNBOUNDED);
    }

    @Benchmark
    public int pick() {
        nextRequest();
        return picker.pick(context);
    }

    @Benchmark
    public int pickStartAndEnd() {
        nextRequest();
        final int index = picker.pick(context);
        if (picker.wantsFeedback()) {
            picker.onStart(index);
            picker.onEnd(index, 1_000_000, AttemptEnd.ANSWERED);
        }
        return index;
    }

    private void nextRequest() {
        nowNs += 10_000;
        key += GAMMA;
        context.reset();
        context.setKey((key ^ key >>> 29) * GAMMA);
    }
}
