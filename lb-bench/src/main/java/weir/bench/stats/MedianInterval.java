package weir.bench.stats;

import java.util.Arrays;

/**
 * How far a median might be off: an exact interval from order statistics. Any thread.
 *
 * <p>Of {@code n} independent values, each lies below the true median with probability 1/2, whatever their
 * distribution. So the k-th smallest and the k-th largest enclose it with probability {@code 1 - 2 P(B < k)}, where
 * {@code B} is binomial with {@code n} and 1/2 (David and Nagaraja, Order Statistics, 3rd edition, section 7.1). The
 * interval uses the largest {@code k} that keeps at least 95 %. Six values are the fewest that can: their range holds
 * with 96.9 %, that of five with 93.8 %. A bootstrap promises 95 % at any count and keeps 86 % of it at seven.
 */
public final class MedianInterval {
    /** Fewer values say too little for any interval. */
    public static final int COUNT_MIN = 6;

    private static final double LEVEL = 0.95;

    private MedianInterval() {}

    /**
     * The interval of the median with the least level that is at least 95 %.
     *
     * @param values independent of each other; rounds of one JVM are not independent as far as other starts are
     *     concerned
     * @return {@link Interval#UNKNOWN} for fewer than {@link #COUNT_MIN} values
     */
    public static Interval of(double... values) {
        if (values.length < COUNT_MIN) {
            return Interval.UNKNOWN;
        }
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int rank = rank(sorted.length);
        return new Interval(sorted[rank - 1], sorted[sorted.length - rank]);
    }

    /** The probability with which the interval of so many values holds the true median; at least 0.95. */
    public static double level(int count) {
        return 1 - 2 * below(count, rank(count));
    }

    /** The largest k that keeps the level; 1 is the range of all values. */
    private static int rank(int count) {
        int rank = 1;
        while (rank < count / 2 && 1 - 2 * below(count, rank + 1) >= LEVEL) {
            rank++;
        }
        return rank;
    }

    /** The probability that fewer than {@code rank} of {@code count} fair coins show heads. */
    private static double below(int count, int rank) {
        double logTerm = -count * StrictMath.log(2);
        double sum = 0;
        for (int heads = 0; heads < rank; heads++) {
            sum += StrictMath.exp(logTerm);
            logTerm += StrictMath.log((double) (count - heads) / (heads + 1));
        }
        return sum;
    }
}
