package weir.bench.compare;

import java.util.List;
import weir.bench.report.Numbers;
import weir.bench.stats.Median;

/**
 * Says when a machine was too busy for its figures to be believed: caches and clock are shared, so work of others costs
 * the proxies time that is booked on them. Any thread.
 */
final class BusyMachine {
    /** Of one core. Kernel threads and this session's shell stay well below. */
    private static final double OTHERS_PERCENT_MAX = 10;

    /** Of all cores. From here on {@code doctor} says so, too. */
    private static final double STEAL_PERCENT_MAX = 1;

    private BusyMachine() {}

    /** Empty when the machine was quiet, or nobody has looked. */
    static String warning(List<Round> rounds) {
        final double[] others = rounds.stream()
                .mapToDouble(round -> round.usage().othersPercent())
                .filter(percent -> !Double.isNaN(percent))
                .toArray();
        final double othersPercent = Median.of(others);
        final double stealPercent = Median.of(rounds.stream()
                .mapToDouble(round -> round.usage().stealPercent())
                .toArray());
        final StringBuilder causes = new StringBuilder();
        if (othersPercent > OTHERS_PERCENT_MAX) {
            causes.append("other programs took ")
                    .append(Numbers.whole(othersPercent))
                    .append(" % of a core");
        }
        if (stealPercent > STEAL_PERCENT_MAX) {
            causes.append(causes.length() == 0 ? "" : ", and ")
                    .append("the hypervisor took ")
                    .append(Numbers.one(stealPercent))
                    .append(" % of the machine");
        }
        return causes.length() == 0
                ? ""
                : "DO NOT BELIEVE THESE FIGURES: " + causes
                        + " (median of the rounds). Measure again when it is quiet.";
    }
}
