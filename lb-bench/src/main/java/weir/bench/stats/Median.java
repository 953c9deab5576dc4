package weir.bench.stats;

import java.util.Arrays;

/** The middle of some numbers: unlike a mean, one disturbed round cannot move it far. Any thread. */
public final class Median {
    private Median() {}

    /** NaN when there are no values. Leaves {@code values} as they are. */
    public static double of(double... values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return ofSorted(sorted);
    }

    static double ofSorted(double[] sorted) {
        final int count = sorted.length;
        if (count == 0) {
            return Double.NaN;
        }
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }
}
