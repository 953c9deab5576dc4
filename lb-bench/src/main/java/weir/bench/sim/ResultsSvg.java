package weir.bench.sim;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import weir.bench.report.Chart;
import weir.bench.report.ChartPage;
import weir.bench.report.Numbers;
import weir.bench.report.PercentileLines;
import weir.bench.report.Scale;
import weir.bench.report.Stroke;
import weir.bench.words.Durations;

/**
 * Results as three charts, one above the other: latency by percentile, share per backend, requests in flight over time.
 * Thread: its maker's.
 */
final class ResultsSvg {
    private final Plan plan;
    private final List<Result> results;

    private ResultsSvg(Plan plan, List<Result> results) {
        this.plan = plan;
        this.results = results;
    }

    static String of(Plan plan, List<Result> results) {
        return new ResultsSvg(plan, results).page().svg();
    }

    private ChartPage page() {
        final List<String> names =
                results.stream().map(result -> result.algorithm().text()).toList();
        return new ChartPage(List.of(heading()), names)
                .panel(latencies())
                .panel(this::shares)
                .panel(this::inFlight);
    }

    private String heading() {
        final String load = Double.isNaN(plan.load()) ? "" : ", load " + Numbers.two(plan.load());
        return plan.backends() + " backends" + load + ", " + plan.loops() + (plan.loops() == 1 ? " loop" : " loops")
                + ", seed " + plan.seed();
    }

    private PercentileLines latencies() {
        final PercentileLines lines = new PercentileLines();
        for (int i = 0; i < results.size(); i++) {
            final Result result = results.get(i);
            lines.line(
                    Stroke.of(i),
                    percent -> Durations.millis(result.percentileNs(percent)),
                    result.latencies().getTotalCount());
        }
        return lines;
    }

    // --- share per backend

    private void shares(XMLStreamWriter svg, int y) throws XMLStreamException {
        final int count = plan.backends();
        final Scale across = Scale.linear("backend", 0.5, count + 0.5);
        final double most = results.stream()
                .flatMapToDouble(result -> DoubleStream.of(result.shareMax()))
                .filter(share -> !Double.isNaN(share))
                .max()
                .orElse(1);
        final Chart chart =
                new Chart(svg, y, across, Scale.linear("share of picks, 1 = due", 0, Math.max(1, most) * 1.05));
        chart.frame("Share per backend", backendTicks(across, count), Scale::label);
        final double[] edges =
                IntStream.rangeClosed(0, count).mapToDouble(i -> i + 0.5).toArray();
        for (int i = 0; i < results.size(); i++) {
            chart.bars(edges, results.get(i).shares(), Stroke.of(i));
        }
    }

    private static List<Double> backendTicks(Scale across, int count) {
        return across.ticks().stream()
                .filter(tick -> tick >= 1 && tick <= count && tick == Math.rint(tick))
                .toList();
    }

    // --- requests in flight over time

    private void inFlight(XMLStreamWriter svg, int y) throws XMLStreamException {
        final double endS = Durations.seconds(plan.durationNs());
        final double most = results.stream()
                .flatMap(result -> result.samples().stream())
                .mapToDouble(Sample::inFlight)
                .max()
                .orElse(1);
        final Scale across = Scale.linear("time, s", 0, endS);
        final Chart chart = new Chart(svg, y, across, Scale.log("requests in flight", 1, most * 1.1));
        for (Trouble trouble : plan.troubles()) {
            chart.band(
                    Durations.seconds(trouble.fromNs()),
                    trouble.untilNs() == EventQueue.NEVER ? endS : Durations.seconds(trouble.untilNs()));
        }
        chart.frame("Waiting and in service, all backends", across.ticks(), Scale::label);
        for (int i = 0; i < results.size(); i++) {
            final List<Sample> samples = results.get(i).samples();
            chart.line(
                    samples.stream()
                            .mapToDouble(sample -> Durations.seconds(sample.atNs()))
                            .toArray(),
                    samples.stream().mapToDouble(Sample::inFlight).toArray(),
                    Stroke.of(i));
        }
    }
}
