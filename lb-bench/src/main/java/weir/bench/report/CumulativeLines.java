package weir.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Which share of the requests took at most so long: milliseconds across on a logarithmic axis. Thread: its maker's. */
public final class CumulativeLines implements ChartPage.Panel {
    private static final int POINTS = 200;
    /** The last thousandth would make all the others look alike; {@link PercentileLines} are for it. */
    private static final double HIGHEST_PERCENT = 99.9;

    private static final double LOWEST_PERCENT = 0.5;
    private static final double PERCENT = 100;

    private final String title;
    private final List<Line> lines = new ArrayList<>();

    private record Line(Stroke stroke, DoubleUnaryOperator millis) {}

    public CumulativeLines(String title) {
        this.title = title;
    }

    /** @param millis latency in ms at a percentile from 0 to 100 */
    public CumulativeLines line(Stroke stroke, DoubleUnaryOperator millis) {
        lines.add(new Line(stroke, millis));
        return this;
    }

    @Override
    public void draw(XMLStreamWriter svg, int y) throws XMLStreamException {
        final Scale across = Scale.log("latency, ms", lowest(), highest());
        final Chart chart = new Chart(svg, y, across, Scale.linear("share of requests, %", 0, PERCENT));
        chart.frame(title, across.ticks(), Scale::label);
        final double[] percents = IntStream.rangeClosed(0, POINTS)
                .mapToDouble(i -> LOWEST_PERCENT + (HIGHEST_PERCENT - LOWEST_PERCENT) * i / POINTS)
                .toArray();
        for (Line line : lines) {
            final double[] millis = new double[percents.length];
            for (int i = 0; i < millis.length; i++) {
                millis[i] = line.millis.applyAsDouble(percents[i]);
            }
            chart.line(millis, percents, line.stroke);
        }
    }

    private double lowest() {
        return lines.stream()
                .mapToDouble(line -> line.millis.applyAsDouble(LOWEST_PERCENT))
                .min()
                .orElse(1);
    }

    private double highest() {
        return lines.stream()
                .mapToDouble(line -> line.millis.applyAsDouble(HIGHEST_PERCENT))
                .max()
                .orElse(1);
    }
}
