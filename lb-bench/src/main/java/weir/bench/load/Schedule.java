package weir.bench.load;

import java.util.SplittableRandom;

/**
 * The intended send times of one loop, computed from the start and not from the last send, so that lateness does not add up.
 * Thread: its loop only.
 */
final class Schedule {
    private final double meanGapNs;
    private final boolean isPoisson;
    private final SplittableRandom random;
    private double nextNs;

    /** @param firstNs of constant gaps, so that threads take turns */
    Schedule(double ratePerSecond, boolean isPoisson, double firstNs, SplittableRandom random) {
        this.meanGapNs = 1e9 / ratePerSecond;
        this.isPoisson = isPoisson;
        this.random = random;
        this.nextNs = isPoisson ? gapNs() : firstNs;
    }

    long nextNs() {
        return (long) nextNs;
    }

    void advance() {
        nextNs += gapNs();
    }

    private double gapNs() {
        return isPoisson ? -meanGapNs * Math.log(1 - random.nextDouble()) : meanGapNs;
    }
}
