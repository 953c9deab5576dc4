package weir.bench.sim;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.HdrHistogram.Histogram;
import weir.bench.report.Numbers;
import weir.bench.words.Durations;
import weir.bench.words.Quantities;

/**
 * Results as three charts, one above the other: latency by percentile, share per backend, requests in flight over time.
 *
 * <p>By hand, because chart libraries measure text with the fonts of the machine, and then the same seed gives other bytes elsewhere. Thread: its maker's.
 */
final class ResultsSvg {
    private static final int LEGEND_HEIGHT = 70;
    private static final int LEGEND_COLUMNS = 4;
    private static final int LEGEND_ROW = 20;
    /** Nines behind which a percentile has too few requests to say anything: there are ten beyond the last. */
    private static final double BEYOND = 10;
    /** Points per nine. */
    private static final int POINTS = 40;

    private final Plan plan;
    private final List<Result> results;
    private final XMLStreamWriter svg;

    private ResultsSvg(Plan plan, List<Result> results, XMLStreamWriter svg) {
        this.plan = plan;
        this.results = results;
        this.svg = svg;
    }

    static String of(Plan plan, List<Result> results) {
        final StringWriter text = new StringWriter();
        try {
            final XMLStreamWriter svg = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new ResultsSvg(plan, results, svg).write();
            svg.close();
        } catch (XMLStreamException e) {
            throw new AssertionError(e); // into memory
        }
        return text.append('\n').toString();
    }

    private void write() throws XMLStreamException {
        final int rows = (results.size() - 1) / LEGEND_COLUMNS;
        final int top = LEGEND_HEIGHT + rows * LEGEND_ROW;
        final int height = top + 3 * Chart.HEIGHT;
        svg.writeStartElement("svg");
        svg.writeDefaultNamespace("http://www.w3.org/2000/svg");
        svg.writeAttribute("viewBox", "0 0 " + Chart.WIDTH + " " + height);
        svg.writeAttribute("width", Integer.toString(Chart.WIDTH));
        svg.writeAttribute("height", Integer.toString(height));
        svg.writeAttribute("font-family", "sans-serif");
        svg.writeAttribute("font-size", "12");
        svg.writeEmptyElement("rect");
        svg.writeAttribute("width", "100%");
        svg.writeAttribute("height", "100%");
        svg.writeAttribute("fill", "#fff");
        legend();
        latencies(top);
        shares(top + Chart.HEIGHT);
        inFlight(top + 2 * Chart.HEIGHT);
        svg.writeEndElement();
    }

    private void legend() throws XMLStreamException {
        final String load = Double.isNaN(plan.load()) ? "" : ", load " + Numbers.two(plan.load());
        Chart.text(
                svg,
                80,
                26,
                "start",
                "font-size:15px",
                plan.backends() + " backends" + load + ", " + plan.loops() + (plan.loops() == 1 ? " loop" : " loops")
                        + ", seed " + plan.seed());
        for (int i = 0; i < results.size(); i++) {
            final double x = 80 + i % LEGEND_COLUMNS * 220;
            final double y = 50 + i / LEGEND_COLUMNS * LEGEND_ROW;
            svg.writeEmptyElement("path");
            svg.writeAttribute("d", "M" + Chart.show(x) + "," + Chart.show(y - 4) + "h24");
            Stroke.of(i).write(svg);
            Chart.text(svg, x + 30, y, "start", null, results.get(i).algorithm().word());
        }
    }

    // --- latency by percentile

    private void latencies(int y) throws XMLStreamException {
        final List<Result> timed = results.stream()
                .filter(result -> result.latencies().getTotalCount() > 0)
                .toList();
        final double nines = timed.stream().mapToDouble(ResultsSvg::nines).max().orElse(1);
        final Scale across = Scale.linear("percentile of requests", 0, nines);
        final Chart chart = new Chart(
                svg,
                y,
                across,
                Scale.log(
                        "latency, ms",
                        Durations.millis(timed.stream()
                                .mapToDouble(result -> result.percentileNs(5))
                                .min()
                                .orElse(Durations.NS_PER_MS)),
                        Durations.millis(timed.stream()
                                .mapToDouble(result -> result.percentileNs(percentile(nines(result))))
                                .max()
                                .orElse(Durations.NS_PER_MS))));
        chart.frame("Latency by percentile", percentileTicks(nines), ResultsSvg::percentileLabel);
        for (int i = 0; i < results.size(); i++) {
            latency(chart, results.get(i), Stroke.of(i));
        }
    }

    private static void latency(Chart chart, Result result, Stroke stroke) throws XMLStreamException {
        final Histogram latencies = result.latencies();
        if (latencies.getTotalCount() == 0) {
            return;
        }
        final int points = (int) (nines(result) * POINTS);
        final double[] xs = IntStream.rangeClosed(0, points)
                .mapToDouble(point -> (double) point / POINTS)
                .toArray();
        final double[] ys = Arrays.stream(xs)
                .map(x -> Durations.millis(result.percentileNs(percentile(x))))
                .toArray();
        chart.line(xs, ys, stroke);
    }

    /** How far to the right its requests reach. */
    private static double nines(Result result) {
        return Math.max(1, StrictMath.log10(result.latencies().getTotalCount() / BEYOND));
    }

    /** 1 = 90 %, 2 = 99 % and so on. */
    private static double percentile(double nines) {
        return 100 * (1 - StrictMath.pow(10, -nines));
    }

    private static List<Double> percentileTicks(double nines) {
        final List<Double> ticks = new ArrayList<>(List.of(0.0, -StrictMath.log10(0.5), -StrictMath.log10(0.25)));
        for (int tick = 1; tick <= nines; tick++) {
            ticks.add((double) tick);
        }
        return ticks;
    }

    private static String percentileLabel(double nines) {
        return Quantities.show(Math.rint(percentile(nines) * 1e6) / 1e6) + " %";
    }

    // --- share per backend

    private void shares(int y) throws XMLStreamException {
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

    private void inFlight(int y) throws XMLStreamException {
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
