package weir.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import weir.bench.words.Quantities;

/**
 * Latency by percentile: each step across is a tenth of the requests before it, up are milliseconds on a logarithmic
 * axis. A line ends where fewer than ten requests are left. Thread: its maker's.
 */
public final class PercentileLines implements ChartPage.Panel {
    /** Requests that must be left beyond a percentile for it to say anything. */
    private static final double BEYOND = 10;

    private static final int POINTS_PER_NINE = 40;
    private static final double LOWEST_PERCENT = 5;

    private final String title;
    private final List<Line> lines = new ArrayList<>();

    public PercentileLines() {
        this("Latency by percentile");
    }

    public PercentileLines(String title) {
        this.title = title;
    }

    /**
     * @param millis latency in ms at a percentile from 0 to 100
     * @param count how many latencies that is drawn from; without any there is no line
     */
    public PercentileLines line(Stroke stroke, DoubleUnaryOperator millis, long count) {
        if (count > 0) {
            lines.add(new Line(stroke, millis, Math.max(1, StrictMath.log10(count / BEYOND))));
        }
        return this;
    }

    @Override
    public void draw(XMLStreamWriter svg, int y) throws XMLStreamException {
        final double nines = lines.stream().mapToDouble(Line::nines).max().orElse(1);
        final Chart chart = new Chart(svg, y, Scale.linear("percentile of requests", 0, nines), latencies());
        chart.frame(title, ticks(nines), PercentileLines::label);
        for (Line line : lines) {
            line.draw(chart);
        }
    }

    private Scale latencies() {
        return Scale.log(
                "latency, ms",
                lines.stream()
                        .mapToDouble(line -> line.millis.applyAsDouble(LOWEST_PERCENT))
                        .min()
                        .orElse(1),
                lines.stream()
                        .mapToDouble(line -> line.millis.applyAsDouble(percent(line.nines)))
                        .max()
                        .orElse(1));
    }

    /** 1 = 90 %, 2 = 99 % and so on. */
    private static double percent(double nines) {
        return 100 * (1 - StrictMath.pow(10, -nines));
    }

    private static List<Double> ticks(double nines) {
        final List<Double> ticks = new ArrayList<>(List.of(0.0, -StrictMath.log10(0.5), -StrictMath.log10(0.25)));
        for (int tick = 1; tick <= nines; tick++) {
            ticks.add((double) tick);
        }
        return ticks;
    }

    private static String label(double nines) {
        return Quantities.show(Math.rint(percent(nines) * 1e6) / 1e6) + " %";
    }

    /** @param nines how far to the right its requests reach */
    private record Line(Stroke stroke, DoubleUnaryOperator millis, double nines) {
        void draw(Chart chart) throws XMLStreamException {
            final double[] xs = IntStream.rangeClosed(0, (int) (nines * POINTS_PER_NINE))
                    .mapToDouble(point -> (double) point / POINTS_PER_NINE)
                    .toArray();
            final double[] ys =
                    Arrays.stream(xs).map(x -> millis.applyAsDouble(percent(x))).toArray();
            chart.line(xs, ys, stroke);
        }
    }
}
