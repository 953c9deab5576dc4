package weir.bench.report;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Latency by percentile as an SVG: each step across is a tenth of the requests before it, up are milliseconds on a logarithmic
 * axis. A line ends where fewer than ten requests are left.
 *
 * <p>By hand with the JDK's XML writer, since chart libraries measure text with the machine's fonts, and then the same numbers
 * give other bytes elsewhere. Thread: its maker's.
 */
public final class PercentileChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 520;
    private static final int LEFT = 80;
    private static final int RIGHT = 930;
    private static final int TOP = 90;
    private static final int BOTTOM = 460;
    private static final int LEGEND_STEP = 170;
    private static final int POINTS_PER_NINE = 50;
    private static final double FEWEST_LEFT = 10;
    private static final double NS_PER_MS = 1e6;
    /** Below this hardly a chart has anything to tell, and a logarithm needs a floor. */
    private static final double FLOOR_MS = 0.01;
    /** Okabe and Ito 2008: told apart by the colour-blind, too. */
    private static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"
    };

    private final String title;
    private final String subtitle;
    private final Map<String, Line> lines = new LinkedHashMap<>();

    public PercentileChart(String title, String subtitle) {
        this.title = title;
        this.subtitle = subtitle;
    }

    /**
     * @param millis latency in ms at a percentile from 0 to 100
     * @param count how many latencies that is drawn from; without any the line is left out
     */
    public PercentileChart line(String name, DoubleUnaryOperator millis, long count) {
        if (count > 0) {
            lines.put(name, new Line(millis, count));
        }
        return this;
    }

    public String svg() {
        final StringWriter text = new StringWriter();
        try {
            final XMLStreamWriter svg = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new Drawing(svg).draw();
            svg.close();
        } catch (XMLStreamException e) {
            throw new AssertionError(e); // into memory
        }
        return text.append('\n').toString();
    }

    /** Nines 1 is 90 %, 2 is 99 % and so on; 0 is 0 %. */
    private static double percent(double nines) {
        return 100 * (1 - Math.pow(10, -nines));
    }

    private record Line(DoubleUnaryOperator millis, long count) {
        double millisAt(double nines) {
            return Math.max(FLOOR_MS, millis.applyAsDouble(percent(nines)));
        }

        /** How far to the right it reaches. */
        double nines() {
            return Math.max(1, Math.log10(count / FEWEST_LEFT));
        }
    }

    /** One SVG on its way. */
    private final class Drawing {
        private final XMLStreamWriter svg;
        private final double nines;
        private final double lowMs;
        private final double highMs;

        Drawing(XMLStreamWriter svg) {
            this.svg = svg;
            this.nines = lines.values().stream().mapToDouble(Line::nines).max().orElse(1);
            this.lowMs = lines.values().stream()
                    .mapToDouble(line -> line.millisAt(0.02))
                    .min()
                    .orElse(1);
            this.highMs = Math.max(
                    lowMs * 10,
                    lines.values().stream()
                                    .mapToDouble(line -> line.millisAt(line.nines()))
                                    .max()
                                    .orElse(10)
                            * 1.1);
        }

        void draw() throws XMLStreamException {
            svg.writeStartElement("svg");
            svg.writeDefaultNamespace("http://www.w3.org/2000/svg");
            svg.writeAttribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
            svg.writeAttribute("width", Integer.toString(WIDTH));
            svg.writeAttribute("height", Integer.toString(HEIGHT));
            svg.writeAttribute("font-family", "sans-serif");
            svg.writeAttribute("font-size", "13");
            svg.writeEmptyElement("rect");
            svg.writeAttribute("width", "100%");
            svg.writeAttribute("height", "100%");
            svg.writeAttribute("fill", "#fff");
            text(LEFT, 26, "start", "16", title);
            text(LEFT, 46, "start", "13", subtitle);
            grid();
            int number = 0;
            for (Map.Entry<String, Line> line : lines.entrySet()) {
                legend(number, line.getKey());
                path(number, line.getValue());
                number++;
            }
            svg.writeEndElement();
        }

        private void grid() throws XMLStreamException {
            for (double tick : percentTicks()) {
                rule(x(tick), TOP, x(tick), BOTTOM, "#ddd");
                text(x(tick), BOTTOM + 20, "middle", "13", percentLabel(tick));
            }
            for (double tick : milliTicks()) {
                rule(LEFT, y(tick), RIGHT, y(tick), "#ddd");
                text(LEFT - 8, y(tick) + 4, "end", "13", label(tick));
            }
            rule(LEFT, TOP, LEFT, BOTTOM, "#444");
            rule(LEFT, BOTTOM, RIGHT, BOTTOM, "#444");
            text((LEFT + RIGHT) / 2.0, BOTTOM + 44, "middle", "13", "percentile of requests");
            svg.writeStartElement("g");
            svg.writeAttribute("transform", "translate(24," + (TOP + BOTTOM) / 2 + ") rotate(-90)");
            text(0, 0, "middle", "13", "latency, ms (logarithmic)");
            svg.writeEndElement();
        }

        private List<Double> percentTicks() {
            final List<Double> ticks = new ArrayList<>(List.of(0.0, -Math.log10(0.5), -Math.log10(0.25)));
            for (int nine = 1; nine <= nines; nine++) {
                ticks.add((double) nine);
            }
            return ticks;
        }

        private List<Double> milliTicks() {
            final List<Double> ticks = new ArrayList<>();
            for (double power = Math.pow(10, Math.floor(Math.log10(lowMs))); power <= highMs; power *= 10) {
                for (int digit : new int[] {1, 2, 5}) {
                    if (power * digit >= lowMs && power * digit <= highMs) {
                        ticks.add(power * digit);
                    }
                }
            }
            return ticks;
        }

        private void legend(int number, String name) throws XMLStreamException {
            final int x = LEFT + number % 5 * LEGEND_STEP;
            final int y = 70 + number / 5 * 16;
            svg.writeEmptyElement("path");
            svg.writeAttribute("d", "M" + x + "," + (y - 4) + "h22");
            stroke(number);
            text(x + 28, y, "start", "13", name);
        }

        private void path(int number, Line line) throws XMLStreamException {
            final StringBuilder path = new StringBuilder();
            final int points = (int) (line.nines() * POINTS_PER_NINE);
            for (int point = 0; point <= points; point++) {
                final double at = (double) point / POINTS_PER_NINE;
                path.append(point == 0 ? 'M' : 'L').append(show(x(at))).append(',');
                path.append(show(y(Math.max(lowMs, line.millisAt(at)))));
            }
            svg.writeEmptyElement("path");
            svg.writeAttribute("d", path.toString());
            svg.writeAttribute("fill", "none");
            stroke(number);
        }

        private void stroke(int number) throws XMLStreamException {
            svg.writeAttribute("stroke", COLOURS[number % COLOURS.length]);
            svg.writeAttribute("stroke-width", "2");
            if (number >= COLOURS.length) {
                svg.writeAttribute("stroke-dasharray", "6,4");
            }
        }

        private void rule(double x1, double y1, double x2, double y2, String colour) throws XMLStreamException {
            svg.writeEmptyElement("path");
            svg.writeAttribute("d", "M" + show(x1) + "," + show(y1) + "L" + show(x2) + "," + show(y2));
            svg.writeAttribute("stroke", colour);
        }

        private void text(double x, double y, String anchor, String size, String words) throws XMLStreamException {
            svg.writeStartElement("text");
            svg.writeAttribute("x", show(x));
            svg.writeAttribute("y", show(y));
            svg.writeAttribute("text-anchor", anchor);
            svg.writeAttribute("font-size", size);
            svg.writeCharacters(words);
            svg.writeEndElement();
        }

        private double x(double atNines) {
            return LEFT + (RIGHT - LEFT) * atNines / nines;
        }

        private double y(double ms) {
            return BOTTOM - (BOTTOM - TOP) * Math.log(ms / lowMs) / Math.log(highMs / lowMs);
        }
    }

    private static String percentLabel(double nines) {
        return label(Math.rint(percent(nines) * 1e6) / 1e6) + " %";
    }

    private static String label(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(Math.rint(value * 1e6) / 1e6);
    }

    private static String show(double pixels) {
        return String.format(Locale.ROOT, "%.1f", pixels);
    }
}
