package weir.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weir.bench.report.ChartPage;
import weir.bench.report.CumulativeLines;
import weir.bench.report.HtmlPage;
import weir.bench.report.Numbers;
import weir.bench.report.PercentileLines;
import weir.bench.report.RatioDots;
import weir.bench.report.Stroke;
import weir.bench.report.Table;

/** All scenarios of one or more comparisons as a page. Thread: its maker's. */
final class ReportPage {
    private final List<Results> all;
    private final HtmlPage page;
    /** The same in all charts; in order, the subject first. */
    private final Map<String, Stroke> strokes = new LinkedHashMap<>();

    private ReportPage(String title, List<Results> all) {
        this.all = all;
        this.page = new HtmlPage(title);
        all.stream()
                .flatMap(results -> results.peers().stream())
                .forEach(peer -> strokes.computeIfAbsent(peer, name -> Stroke.of(strokes.size())));
    }

    /** @param all at least one */
    static String of(String title, List<Results> all) {
        return new ReportPage(title, all).html();
    }

    private String html() {
        page.paragraph(
                "What one request costs each proxy, side by side. The clients and the origin share one core, the proxy under "
                        + "test has another to itself. Proxies take turns in short rounds, or are under load together "
                        + "where it says so, so that what disturbs the machine disturbs all alike: believe the ratios and "
                        + "their 95 % intervals first. docs/BENCHMARKS.md has the method.");
        final Map<String, String> links = new LinkedHashMap<>();
        all.forEach(results ->
                links.put(results.scenario().word(), results.scenario().word()));
        links.put("environment", "environment");
        page.links(links);
        summary();
        all.forEach(this::scenario);
        environments();
        return page.end();
    }

    private void summary() {
        page.section("summary", "CPU time, all scenarios");
        final RatioDots dots = new RatioDots(
                "CPU time of " + subject() + ", of each peer's: to the left of 1 it is less",
                "ratio, median and 95 % interval");
        for (Results results : all) {
            dots.group(results.scenario().word(), dots(results));
        }
        final Map<String, Stroke> rivals = new LinkedHashMap<>(strokes);
        rivals.remove(subject());
        page.chart(new ChartPage(rivals).panel(dots));
        page.table(summaryTable());
    }

    private String subject() {
        return strokes.keySet().iterator().next();
    }

    private List<RatioDots.Dot> dots(Results results) {
        return costRatios(results).stream()
                .map(ratio -> new RatioDots.Dot(strokes.get(ratio.peer()), ratio.median(), ratio.interval()))
                .toList();
    }

    /** None where the subject was not measured, and another peer stands first. */
    private List<Ratio> costRatios(Results results) {
        if (!results.peers().get(0).equals(subject())) {
            return List.of();
        }
        return results.ratios(results.mainPhase(), round -> round.cost(results.unit()));
    }

    private Table summaryTable() {
        final List<String> rivals = strokes.keySet().stream().skip(1).toList();
        final List<String> heading = new ArrayList<>(List.of("scenario", "unit"));
        heading.addAll(strokes.keySet());
        rivals.forEach(rival -> heading.add("/ " + rival));
        final Table table = new Table(heading.toArray(String[]::new));
        for (Results results : all) {
            final List<String> row = new ArrayList<>(
                    List.of(results.scenario().word(), results.unit().word()));
            for (String peer : strokes.keySet()) {
                row.add(Numbers.two(results.median(results.mainPhase(), peer, round -> round.cost(results.unit()))));
            }
            rivals.forEach(rival -> row.add(ratio(results, rival)));
            table.row(row);
        }
        return table;
    }

    private String ratio(Results results, String rival) {
        return costRatios(results).stream()
                .filter(ratio -> ratio.peer().equals(rival))
                .findFirst()
                .map(Ratio::words)
                .orElse("-");
    }

    private void scenario(Results results) {
        final ResultsTables tables = new ResultsTables(results);
        page.section(results.scenario().word(), results.scenario().word());
        page.paragraph(results.scenario().description() + ".");
        page.note(ResultsText.setUp(results.plan()));
        final String warning = BusyMachine.warning(results.rounds());
        if (!warning.isEmpty()) {
            page.note(warning);
        }
        results.skipped().forEach((peer, why) -> page.note(peer + " skipped: " + why));
        page.heading("CPU time of the proxy, " + results.mainPhase().description())
                .table(tables.costs())
                .chart(chart(results).panel(new ThroughputLines(results, strokes)));
        if (results.plan().together()) {
            page.note(ResultsTables.TOGETHER_NOTE);
        }
        if (results.peers().size() > 1) {
            page.heading("Ratios, round by round").table(tables.ratios());
            page.note(IntervalNote.of(results.plan()));
        }
        if (tables.hasLatencies()) {
            page.heading("Latency in ms, median of the rounds").table(tables.latencies());
            page.note(tables.latencyNote());
            results.latencyPhases().forEach(phase -> latencies(results, phase));
        }
        if (tables.hasErrors()) {
            page.heading("Errors, all rounds together").table(tables.errors());
        }
        page.heading("Shares of a core: what was the limit").table(tables.limits());
        if (!results.syscalls().isEmpty()) {
            page.heading("System calls per " + results.unit().thing()).table(tables.syscalls());
        }
    }

    /** Nothing where all that is known of them stands in the table. */
    private void latencies(Results results, Phase phase) {
        final boolean isRecorded = results.rounds().stream()
                .anyMatch(round ->
                        round.phase() == phase && round.answers().latencies().getTotalCount() > 0);
        if (!isRecorded) {
            return;
        }
        final PercentileLines percentiles = new PercentileLines("Latency by percentile, " + phase.description());
        final CumulativeLines cumulative =
                new CumulativeLines("Share of requests that took at most so long, " + phase.description());
        for (String peer : results.peers()) {
            final long count = (long) results.median(
                    phase, peer, round -> round.answers().latencies().getTotalCount());
            if (count > 0) {
                percentiles.line(strokes.get(peer), percent -> latencyMs(results, phase, peer, percent), count);
                cumulative.line(strokes.get(peer), percent -> latencyMs(results, phase, peer, percent));
            }
        }
        page.chart(chart(results).panel(percentiles).panel(cumulative));
    }

    private static double latencyMs(Results results, Phase phase, String peer, double percent) {
        return results.median(phase, peer, round -> round.answers().percentileMs(percent));
    }

    private ChartPage chart(Results results) {
        final Map<String, Stroke> legend = new LinkedHashMap<>(strokes);
        legend.keySet().retainAll(results.peers());
        return new ChartPage(legend);
    }

    /** Once for all that were measured together. */
    private void environments() {
        page.section("environment", "Environment");
        final Map<Map<String, String>, List<String>> scenarios = new LinkedHashMap<>();
        for (Results results : all) {
            scenarios
                    .computeIfAbsent(results.environment().facts(), facts -> new ArrayList<>())
                    .add(results.scenario().word());
        }
        scenarios.forEach((facts, words) -> {
            if (scenarios.size() > 1) {
                page.heading(String.join(", ", words));
            }
            page.words(facts);
        });
    }
}
