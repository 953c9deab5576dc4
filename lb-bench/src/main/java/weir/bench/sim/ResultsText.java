package weir.bench.sim;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import weir.bench.report.Numbers;
import weir.bench.report.Table;
import weir.bench.words.Durations;
import weir.model.ExchangeEnd;

/** Results for people: what was simulated, and one line per algorithm. Any thread. */
final class ResultsText {
    private final Plan plan;
    private final List<Result> results;

    ResultsText(Plan plan, List<Result> results) {
        this.plan = plan;
        this.results = results;
    }

    @Override
    public String toString() {
        return heading() + '\n' + latencies() + '\n' + shares() + errors();
    }

    private String heading() {
        final String load = Double.isNaN(plan.load()) ? "" : ", load " + Numbers.three(plan.load());
        return plan.backends() + " backends of " + plan.workers() + (plan.workers() == 1 ? " worker" : " workers")
                + load
                + ", " + plan.loops() + (plan.loops() == 1 ? " loop" : " loops") + ", "
                + Numbers.three(Durations.seconds(plan.durationNs())) + " s, of which "
                + Numbers.three(Durations.seconds(plan.warmUpNs())) + " s not counted, seed " + plan.seed() + '\n';
    }

    private Table latencies() {
        final Table table = new Table("latency in ms", "mean", "p50", "p90", "p95", "p99", "p99.9", "max");
        for (Result result : results) {
            table.row(
                    result.algorithm().text(),
                    millis(result.meanNs()),
                    millis(result.percentileNs(50)),
                    millis(result.percentileNs(90)),
                    millis(result.percentileNs(95)),
                    millis(result.percentileNs(99)),
                    millis(result.percentileNs(99.9)),
                    millis(result.maxNs()));
        }
        return table;
    }

    private Table shares() {
        final Table table = new Table(
                "picks and shares", "requests", "errors", "retries", "picks", "share min", "share max", "share CV");
        for (Result result : results) {
            table.row(
                    result.algorithm().text(),
                    Long.toString(result.requests()),
                    Long.toString(result.errors()),
                    Long.toString(result.retries()),
                    Long.toString(result.picks()),
                    Numbers.three(result.shareMin()),
                    Numbers.three(result.shareMax()),
                    Numbers.three(result.shareVariation()));
        }
        return table;
    }

    /** Nothing where there were none. */
    private String errors() {
        final StringBuilder text = new StringBuilder();
        for (Result result : results) {
            final Map<String, Long> words = new TreeMap<>();
            for (Map.Entry<ExchangeEnd, Long> end : result.ends().entrySet()) {
                words.put(end.getKey().word(), end.getValue());
            }
            if (result.failed() > 0) {
                words.put("upstream_error", result.failed());
            }
            words.forEach((word, count) -> text.append("  ")
                    .append(result.algorithm().text())
                    .append(": ")
                    .append(count)
                    .append(' ')
                    .append(word)
                    .append('\n'));
            if (result.firstFault() != null) {
                text.append("  the first fault: ")
                        .append(FaultText.of(result.firstFault()))
                        .append('\n');
            }
        }
        return text.length() == 0 ? "" : "\nerrors\n" + text;
    }

    private static String millis(double ns) {
        return Numbers.three(Durations.millis(ns));
    }
}
