package weir.bench.stats;

import java.util.Arrays;
import java.util.List;
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
        return ofMedian(List.of(values), seed);
    }

    /**
     * The same where values of one group have more in common with each other than with those of another, as rounds of one JVM
     * have: groups are drawn, and then values of each. So many values of few groups do not pretend to be certain.
     */
    public static Interval ofMedian(List<double[]> groups, long seed) {
        final List<double[]> full =
                groups.stream().filter(group -> group.length > 0).toList();
        if (full.isEmpty()) {
            return Interval.UNKNOWN;
        }
        final SplittableRandom random = new SplittableRandom(seed);
        final double[] medians = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            medians[i] = medianOfResample(full, random);
        }
        Arrays.sort(medians);
        final int cut = (int) (TAIL * RESAMPLES);
        return new Interval(medians[cut], medians[RESAMPLES - 1 - cut]);
    }

    private static double medianOfResample(List<double[]> groups, SplittableRandom random) {
        final double[][] drawn = new double[groups.size()][];
        for (int i = 0; i < drawn.length; i++) {
            final int group = drawn.length == 1 ? 0 : random.nextInt(drawn.length);
            drawn[i] = resample(groups.get(group), random);
        }
        return Median.of(Arrays.stream(drawn).flatMapToDouble(Arrays::stream).toArray());
    }

    private static double[] resample(double[] values, SplittableRandom random) {
        final double[] drawn = new double[values.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = values[random.nextInt(values.length)];
        }
        return drawn;
    }
}
