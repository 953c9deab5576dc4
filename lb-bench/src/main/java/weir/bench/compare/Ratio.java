package weir.bench.compare;

import weir.bench.report.Numbers;
import weir.bench.stats.Interval;

/**
 * A figure of the subject divided by a peer's, round by round. Immutable, any thread.
 *
 * @param median of the rounds' ratios, NaN when no round is valid for both
 * @param interval 95 % confidence, by bootstrap
 * @param rounds how many were valid for both
 */
record Ratio(String subject, String peer, double median, Interval interval, int rounds) {
    /** For instance {@code 0.87 (0.85 to 0.90)}. */
    String words() {
        return Double.isNaN(median)
                ? "-"
                : Numbers.three(median) + " (" + Numbers.three(interval.low()) + " to " + Numbers.three(interval.high())
                        + ")";
    }
}
