package weir.bench.compare;

import weir.bench.stats.MedianInterval;

/** What the intervals of a plan's ratios are about, in a sentence below them. Any thread. */
final class IntervalNote {
    private IntervalNote() {}

    static String of(Plan plan) {
        if (plan.forks() == 1) {
            return "Intervals tell of this one start of each program. Another start of a JVM compiles otherwise and may "
                    + "differ by more: a verdict needs --forks " + MedianInterval.COUNT_MIN + ".";
        }
        return plan.forks() < MedianInterval.COUNT_MIN
                ? "Rounds of one start are alike, so each start is one value: " + plan.forks()
                        + " starts are too few for an interval, " + MedianInterval.COUNT_MIN + " are the least."
                : "Medians and intervals are of " + plan.forks() + " starts, each of which is one value.";
    }
}
