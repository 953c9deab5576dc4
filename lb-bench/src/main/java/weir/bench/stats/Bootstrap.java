package weir.bench.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How far a median might be off: draws many samples of the same size from the values, with replacement, and sees where
 * 95 % of their medians fall (percentile bootstrap). Makes no assumption about the shape of the noise. Any thread.
 */
public final class Bootstrap {
    private static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.025;

    private Bootstrap() {}

    /** The 95 % interval of the median; the same seed gives the same interval. */
    public static Interval ofMedian(double[] values, long seed) {
        if (values.length == 0) {
            return Interval.UNKNOWN;
        }
        final SplittableRandom random = new SplittableRandom(seed);
        final double[] medians = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            medians[i] = medianOfResample(values, random);
        }
        Arrays.sort(medians);
        final int cut = (int) (TAIL * RESAMPLES);
        return new Interval(medians[cut], medians[RESAMPLES - 1 - cut]);
    }

    private static double medianOfResample(double[] values, SplittableRandom random) {
        final double[] drawn = new double[values.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = values[random.nextInt(values.length)];
        }
        Arrays.sort(drawn);
        return Median.ofSorted(drawn);
    }
}
