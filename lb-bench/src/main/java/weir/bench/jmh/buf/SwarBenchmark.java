package weir.bench.jmh.buf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
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
import weir.buf.Swar;

/**
 * From which length of a field value on do eight bytes at a time pay? Expect 0 B/op with -prof gc.
 *
 * <p>The values' lengths vary by up to half around the named one, so that the loop's end cannot be predicted.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class SwarBenchmark {
    /** A power of two, to cycle with a mask; enough that the lengths' order is not learnt. */
    private static final int VALUES = 1024;

    @Param({"4", "8", "16", "32", "64", "512"})
    public int length;

    private final int[] starts = new int[VALUES + 1];
    private ByteBuffer wire;
    private int value;

    @Setup
    public void load() {
        final Random random = new Random(length);
        wire = ByteBuffer.allocateDirect(VALUES * (length * 2 + 2)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < VALUES; i++) {
            starts[i] = wire.position();
            final int bytes = length / 2 + random.nextInt(length + 1);
            for (int j = 0; j < bytes; j++) {
                wire.put((byte) (' ' + random.nextInt('~' - ' ')));
            }
            wire.put((byte) '\r').put((byte) '\n');
        }
        starts[VALUES] = wire.position();
    }

    @Benchmark
    public int eightAtATime() {
        final int next = nextValue();
        return Swar.skipFieldValue(wire, starts[next], wire.limit());
    }

    @Benchmark
    public int bytewise() {
        final int next = nextValue();
        return skipBytewise(wire, starts[next], wire.limit());
    }

    private int nextValue() {
        value = value + 1 & VALUES - 1;
        return value;
    }

    private static int skipBytewise(ByteBuffer in, int from, int to) {
        for (int at = from; at < to; at++) {
            final int b = in.get(at) & 0xff;
            if (b < 0x20 && b != '\t' || b == 0x7f) {
                return at;
            }
        }
        return to;
    }
}
