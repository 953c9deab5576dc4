package weir.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weir.bench.report.ChartPage;
import weir.bench.report.CsvLine;
import weir.bench.report.Fingerprint;
import weir.bench.report.Numbers;
import weir.bench.report.PercentileLines;
import weir.bench.report.Stroke;
import weir.bench.report.Table;
import weir.bench.stats.Median;

/** All rounds, and how they are shown: as text, CSV and SVG. Immutable, any thread. */
record SlowBackendResults(SlowBackendPlan plan, Fingerprint environment, List<SlowBackendRound> rounds) {
    private static final double[] PERCENTS = {50, 90, 99, 99.9};
    private static final int BACKENDS = 3;

    SlowBackendResults {
        rounds = List.copyOf(rounds);
    }

    long errors() {
        return rounds.stream().mapToLong(SlowBackendRound::errors).sum();
    }

    /** All rounds of an algorithm as one. */
    SlowBackendRound sumOf(String algorithm) {
        return rounds.stream()
                .filter(round -> round.algorithm().equals(algorithm))
                .reduce(SlowBackendRound::plus)
                .orElseThrow();
    }

    /** So that a stall of the machine in one round does not become the tail of an algorithm. */
    double medianMs(String algorithm, double percent) {
        return Median.of(rounds.stream()
                .filter(round -> round.algorithm().equals(algorithm))
                .mapToDouble(round -> round.percentileMs(percent))
                .toArray());
    }

    String text() {
        return environment.table() + "\n" + setUp()
                + "\n\nlatency in ms, median of the rounds; share of the requests, all rounds together\n" + table();
    }

    private String setUp() {
        return "two backends " + plan.fastDelay() + ", one " + plan.slowDelay() + ", each serves " + plan.concurrency()
                + " at a time; " + Numbers.whole(plan.ratePerSecond()) + " requests/s, Poisson; " + plan.rounds()
                + " rounds of " + plan.seconds() + " s per algorithm, in random order (seed " + plan.seed() + ")";
    }

    private Table table() {
        final Table table =
                new Table("algorithm", "p50", "p90", "p99", "p99.9", "first", "second", "slow", "served", "errors");
        for (String algorithm : plan.names()) {
            final SlowBackendRound sum = sumOf(algorithm);
            final List<String> row = new ArrayList<>(List.of(algorithm));
            for (double percent : PERCENTS) {
                row.add(oneDigit(medianMs(algorithm, percent)));
            }
            for (int backend = 0; backend < BACKENDS; backend++) {
                row.add(oneDigit(sum.sharePercent(backend)) + " %");
            }
            row.add(Long.toString(sum.latencies().getTotalCount()));
            row.add(Long.toString(sum.errors()));
            table.row(row);
        }
        return table;
    }

    String csv() {
        final StringBuilder text =
                new StringBuilder("round,algorithm,served,errors,p50_ms,p90_ms,p99_ms,p99_9_ms,max_ms,"
                        + "first_share_percent,second_share_percent,slow_share_percent\n");
        for (SlowBackendRound round : rounds) {
            final List<String> cells = new ArrayList<>(List.of(
                    Integer.toString(round.number()),
                    round.algorithm(),
                    Long.toString(round.latencies().getTotalCount()),
                    Long.toString(round.errors())));
            for (double percent : PERCENTS) {
                cells.add(Numbers.three(round.percentileMs(percent)));
            }
            cells.add(Numbers.three(round.percentileMs(100)));
            for (int backend = 0; backend < BACKENDS; backend++) {
                cells.add(Numbers.three(round.sharePercent(backend)));
            }
            text.append(CsvLine.of(cells));
        }
        return text.toString();
    }

    String svg() {
        final List<String> headings = List.of(
                "A slow backend, end to end",
                "two backends " + plan.fastDelay() + ", one " + plan.slowDelay() + ", "
                        + Numbers.whole(plan.ratePerSecond())
                        + " requests/s (Poisson); from the intended send time, median of " + plan.rounds() + " rounds");
        final PercentileLines lines = new PercentileLines();
        for (int i = 0; i < plan.names().size(); i++) {
            final String algorithm = plan.names().get(i);
            final long served = sumOf(algorithm).latencies().getTotalCount();
            lines.line(Stroke.of(i), percent -> medianMs(algorithm, percent), served / plan.rounds());
        }
        return new ChartPage(headings, plan.names()).panel(lines).svg();
    }

    private static String oneDigit(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
