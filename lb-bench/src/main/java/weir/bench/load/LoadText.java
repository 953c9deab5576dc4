package weir.bench.load;

import org.HdrHistogram.Histogram;
import weir.bench.report.Numbers;
import weir.bench.report.Table;
import weir.bench.words.Durations;
import weir.bench.words.Quantities;

/** A result for people. Any thread. */
final class LoadText {
    private static final double[] PERCENTS = {50, 75, 90, 95, 99, 99.9, 99.99};
    private static final double BYTES_PER_MIB = 1 << 20;
    /** More than this and the latencies tell of this machine, too. */
    private static final long LATE_NS = 10 * Durations.NS_PER_MS;

    private final LoadResult result;

    LoadText(LoadResult result) {
        this.result = result;
    }

    @Override
    public String toString() {
        return heading() + counts() + "\n" + latencies() + problems() + remarks();
    }

    private String heading() {
        final LoadPlan plan = result.plan();
        final String loop = plan.isOpen()
                ? "open loop, " + number(plan.ratePerSecond()) + " requests/s, "
                        + (plan.isPoisson() ? "Poisson" : "constant") + ", at most " + plan.connections()
                        + " connections"
                : "closed loop, " + plan.connections() + " connections";
        return loop + (plan.closes() ? ", one request each" : "") + ", "
                + (plan.threads() == 1 ? "1 thread" : plan.threads() + " threads") + ", "
                + Durations.show(plan.durationNs())
                + (plan.warmUpNs() > 0 ? " after " + Durations.show(plan.warmUpNs()) + " of warm-up" : "") + ", seed "
                + plan.seed() + "\n";
    }

    private String counts() {
        final double seconds = (double) result.plan().durationNs() / Durations.NS_PER_S;
        return result.latencies().getTotalCount() + " served, " + number(result.servedPerSecond()) + " per second, "
                + Numbers.two(result.bodyBytes() / BYTES_PER_MIB / seconds) + " MiB/s of bodies, "
                + result.connections() + " connections opened\n";
    }

    private String latencies() {
        final Histogram latencies = result.latencies();
        if (latencies.getTotalCount() == 0) {
            return "no request was served\n";
        }
        final Table table = new Table("latency", result.plan().isOpen() ? "from the intended time" : "from sending");
        for (double percent : PERCENTS) {
            table.row("p" + Quantities.show(percent), Durations.show(latencies.getValueAtPercentile(percent)));
        }
        table.row("max", Durations.show(latencies.getMaxValue()));
        return table.row("mean", Durations.show(latencies.getMean())).toString();
    }

    private String problems() {
        if (result.problems().isEmpty()) {
            return "\nno errors\n";
        }
        final Table table = new Table("errors", "count");
        result.problems()
                .forEach((problem, count) ->
                        table.row(problem.word() + " (" + problem.meaning() + ")", Long.toString(count)));
        return "\n" + table;
    }

    private String remarks() {
        final StringBuilder text = new StringBuilder();
        if (result.waited() > 0) {
            text.append("\n")
                    .append(result.waited())
                    .append(" requests found all connections busy and waited for one\n");
        }
        if (result.latestSendNs() > LATE_NS) {
            text.append("\nthe sender itself was up to ")
                    .append(Durations.show(result.latestSendNs()))
                    .append(" late, which is in the latencies: this machine was busy\n");
        }
        return text.toString();
    }

    /** Of requests per second. */
    private static String number(double value) {
        return value == Math.rint(value) ? Numbers.whole(value) : value < 10 ? Numbers.two(value) : Numbers.one(value);
    }
}
