package weir.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import weir.bench.stats.Interval;

/**
 * Ratios with their intervals, one below the other in groups, on a logarithmic axis, so that twice and half are equally
 * far from 1. Thread: its maker's.
 */
public final class RatioDots implements ChartPage.Panel {
    private static final int LEFT = 200;
    private static final int RIGHT = 30;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int DOT_ROW = 12;
    private static final int GROUP_GAP = 10;
    private static final int PLOT_WIDTH = Chart.WIDTH - LEFT - RIGHT;
    private static final double LEAST_SPAN = 1.25;

    private final String title;
    private final String axis;
    private final List<Group> groups = new ArrayList<>();

    /** One ratio; without a line where its interval is not known. */
    public record Dot(Stroke stroke, double median, Interval interval) {
        double low() {
            return interval.isKnown() ? interval.low() : median;
        }

        double high() {
            return interval.isKnown() ? interval.high() : median;
        }
    }

    private record Group(String name, List<Dot> dots) {
        int height() {
            return dots.size() * DOT_ROW + GROUP_GAP;
        }
    }

    /** @param axis what is across */
    public RatioDots(String title, String axis) {
        this.title = title;
        this.axis = axis;
    }

    /** Those that are not numbers are left out. */
    public RatioDots group(String name, List<Dot> dots) {
        final List<Dot> known =
                dots.stream().filter(dot -> !Double.isNaN(dot.median)).toList();
        if (!known.isEmpty()) {
            groups.add(new Group(name, known));
        }
        return this;
    }

    @Override
    public int height() {
        return TOP + plotHeight() + BOTTOM;
    }

    private int plotHeight() {
        return groups.stream().mapToInt(Group::height).sum() + GROUP_GAP;
    }

    @Override
    public void draw(XMLStreamWriter svg, int y) throws XMLStreamException {
        final Scale scale = Scale.log(
                axis, Math.min(1 / LEAST_SPAN, 1 / most(dot -> 1 / dot.low())), Math.max(LEAST_SPAN, most(Dot::high)));
        Chart.text(svg, LEFT, y + TOP - 12, "start", "font-weight:bold", title);
        for (double tick : scale.ticks()) {
            path(svg, "M" + at(scale, tick) + "," + (y + TOP) + "v" + plotHeight(), "#ddd", "1");
            Chart.text(svg, x(scale, tick), y + TOP + plotHeight() + 18, "middle", null, Scale.label(tick));
        }
        path(svg, "M" + at(scale, 1) + "," + (y + TOP) + "v" + plotHeight(), "#444", "1");
        Chart.text(svg, LEFT + PLOT_WIDTH / 2.0, y + TOP + plotHeight() + 38, "middle", null, axis);
        int top = y + TOP + GROUP_GAP;
        for (Group group : groups) {
            final double middle = top + (group.height() - GROUP_GAP) / 2.0;
            Chart.text(svg, LEFT - 10, middle + 4, "end", null, group.name);
            for (int i = 0; i < group.dots.size(); i++) {
                draw(svg, scale, group.dots.get(i), top + i * DOT_ROW + DOT_ROW / 2);
            }
            top += group.height();
        }
    }

    /** Of all dots. */
    private double most(ToDoubleFunction<Dot> value) {
        return groups.stream()
                .flatMap(group -> group.dots.stream())
                .mapToDouble(value)
                .max()
                .orElse(1);
    }

    private static void draw(XMLStreamWriter svg, Scale scale, Dot dot, int y) throws XMLStreamException {
        final String from = at(scale, dot.low());
        final String to = at(scale, dot.high());
        path(svg, "M" + from + "," + y + "L" + to + "," + y, dot.stroke.colour(), "1.8");
        svg.writeEmptyElement("circle");
        svg.writeAttribute("cx", at(scale, dot.median));
        svg.writeAttribute("cy", Integer.toString(y));
        svg.writeAttribute("r", "3.5");
        svg.writeAttribute("fill", dot.stroke.colour());
    }

    private static void path(XMLStreamWriter svg, String d, String colour, String width) throws XMLStreamException {
        svg.writeEmptyElement("path");
        svg.writeAttribute("d", d);
        svg.writeAttribute("stroke", colour);
        svg.writeAttribute("stroke-width", width);
    }

    private static double x(Scale scale, double value) {
        return LEFT + PLOT_WIDTH * scale.at(value);
    }

    private static String at(Scale scale, double value) {
        return Chart.show(x(scale, value));
    }
}
