package weir.bench.load;

import java.util.SplittableRandom;
import weir.bench.words.Draw;
import weir.bench.words.Durations;

/**
 * The intended send times of one loop, computed from the start and not from the last send, so that lateness does not
 * add up. Thread: its loop only.
 */
final class Schedule {
    private final Draw gapNs;
    private final SplittableRandom random;
    private double nextNs;

    /** @param firstNs of constant gaps, so that threads take turns */
    Schedule(double ratePerSecond, boolean isPoisson, double firstNs, SplittableRandom random) {
        final double meanNs = Durations.NS_PER_S / ratePerSecond;
        this.gapNs = isPoisson ? new Draw.Exponential(meanNs) : new Draw.Constant(meanNs);
        this.random = random;
        this.nextNs = isPoisson ? gapNs.next(random) : firstNs;
    }

    long nextNs() {
        return (long) nextNs;
    }

    void advance() {
        nextNs += gapNs.next(random);
    }
}
