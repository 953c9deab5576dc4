package weir.bench.compare;

import weir.bench.report.Numbers;
import weir.bench.stats.Interval;

/**
 * A figure of the subject divided by a peer's, round by round. Immutable, any thread.
 *
 * @param median of the rounds' ratios, or of the forks' medians where there are several; NaN when no round is valid for
 *     both
 * @param interval at least 95 % confidence, {@link weir.bench.stats.MedianInterval}
 * @param rounds how many were valid for both
 */
record Ratio(String subject, String peer, double median, Interval interval, int rounds) {
    /** Else no round had the figure for both, or none was valid. */
    boolean isKnown() {
        return !Double.isNaN(median);
    }

    /** For instance {@code 0.870 (0.850 to 0.900)}. */
    String words() {
        if (!isKnown()) {
            return "-";
        }
        return Numbers.three(median) + " ("
                + (interval.isKnown()
                        ? Numbers.three(interval.low()) + " to " + Numbers.three(interval.high())
                        : "too few")
                + ")";
    }
}
