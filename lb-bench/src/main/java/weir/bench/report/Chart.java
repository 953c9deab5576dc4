package weir.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** One chart of lines in an SVG: frame, grid, axes with their units, bands, lines. Thread: its maker's. */
public final class Chart {
    public static final int WIDTH = 960;
    public static final int HEIGHT = 330;

    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int PLOT_WIDTH = WIDTH - LEFT - RIGHT;
    private static final int PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

    private final XMLStreamWriter svg;
    private final int y;
    private final Scale across;
    private final Scale up;

    /** @param y of its upper edge */
    public Chart(XMLStreamWriter svg, int y, Scale across, Scale up) {
        this.svg = svg;
        this.y = y;
        this.across = across;
        this.up = up;
    }

    public void frame(String title, List<Double> ticksAcross, DoubleFunction<String> labelAcross)
            throws XMLStreamException {
        text(LEFT, y + TOP - 12, "start", "font-weight:bold", title);
        for (double tick : ticksAcross) {
            line(x(tick), y + TOP, x(tick), y + TOP + PLOT_HEIGHT);
            text(x(tick), y + TOP + PLOT_HEIGHT + 18, "middle", null, labelAcross.apply(tick));
        }
        for (double tick : up.ticks()) {
            line(LEFT, y(tick), LEFT + PLOT_WIDTH, y(tick));
            text(LEFT - 8, y(tick) + 4, "end", null, Scale.label(tick));
        }
        svg.writeEmptyElement("rect");
        box(LEFT, y + TOP, PLOT_WIDTH, PLOT_HEIGHT);
        svg.writeAttribute("fill", "none");
        svg.writeAttribute("stroke", "#444");
        text(LEFT + PLOT_WIDTH / 2.0, y + TOP + PLOT_HEIGHT + 38, "middle", null, across.title());
        sideways(LEFT - 58, y + TOP + PLOT_HEIGHT / 2.0, up.title());
    }

    /** A part of the axis across, in grey. */
    public void band(double from, double to) throws XMLStreamException {
        svg.writeEmptyElement("rect");
        box(x(from), y + TOP, Math.max(0, x(to) - x(from)), PLOT_HEIGHT);
        svg.writeAttribute("fill", "#000");
        svg.writeAttribute("fill-opacity", "0.07");
    }

    /** Through all points; those that are NaN are left out. */
    public void line(double[] xs, double[] ys, Stroke stroke) throws XMLStreamException {
        final StringBuilder path = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            if (!Double.isNaN(ys[i])) {
                path.append(path.length() == 0 ? 'M' : 'L').append(point(xs[i], ys[i]));
            }
        }
        path(path, stroke);
    }

    /** An outline of bars without gaps, from each edge to the next; those that are NaN are left out. */
    public void bars(double[] edges, double[] ys, Stroke stroke) throws XMLStreamException {
        final StringBuilder path = new StringBuilder();
        for (int i = 0; i < ys.length; i++) {
            if (!Double.isNaN(ys[i])) {
                path.append(path.length() == 0 ? 'M' : 'L').append(point(edges[i], ys[i]));
                path.append('L').append(point(edges[i + 1], ys[i]));
            }
        }
        path(path, stroke);
    }

    private String point(double x, double y) {
        return show(x(x)) + ',' + show(y(y));
    }

    private void path(StringBuilder path, Stroke stroke) throws XMLStreamException {
        if (path.length() > 0) {
            svg.writeEmptyElement("path");
            svg.writeAttribute("d", path.toString());
            svg.writeAttribute("fill", "none");
            stroke.write(svg);
        }
    }

    static void text(XMLStreamWriter svg, double x, double y, String anchor, String style, String words)
            throws XMLStreamException {
        svg.writeStartElement("text");
        svg.writeAttribute("x", show(x));
        svg.writeAttribute("y", show(y));
        svg.writeAttribute("text-anchor", anchor);
        if (style != null) {
            svg.writeAttribute("style", style);
        }
        svg.writeCharacters(words);
        svg.writeEndElement();
    }

    static String show(double pixels) {
        return String.format(Locale.ROOT, "%.1f", pixels);
    }

    private void text(double x, double y, String anchor, String style, String words) throws XMLStreamException {
        text(svg, x, y, anchor, style, words);
    }

    private void sideways(double x, double y, String words) throws XMLStreamException {
        svg.writeStartElement("g");
        svg.writeAttribute("transform", "translate(" + show(x) + "," + show(y) + ") rotate(-90)");
        text(0, 0, "middle", null, words);
        svg.writeEndElement();
    }

    private void line(double x1, double y1, double x2, double y2) throws XMLStreamException {
        svg.writeEmptyElement("path");
        svg.writeAttribute("d", "M" + show(x1) + "," + show(y1) + "L" + show(x2) + "," + show(y2));
        svg.writeAttribute("stroke", "#ddd");
    }

    private void box(double x, double y, double width, double height) throws XMLStreamException {
        svg.writeAttribute("x", show(x));
        svg.writeAttribute("y", show(y));
        svg.writeAttribute("width", show(width));
        svg.writeAttribute("height", show(height));
    }

    private double x(double value) {
        return LEFT + PLOT_WIDTH * across.at(value);
    }

    private double y(double value) {
        return y + TOP + PLOT_HEIGHT * (1 - up.at(value));
    }
}
