package weir.bench.report;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An SVG of charts one above the other, under headings and a legend that they share.
 *
 * <p>By hand with the JDK's XML writer, because chart libraries measure text with the fonts of the machine, and then
 * the same numbers give other bytes elsewhere. Thread: its maker's.
 */
public final class ChartPage {
    private static final int LEFT = 80;
    private static final int TOP = 26;
    private static final int HEADING_ROW = 24;
    private static final int LEGEND_ROW = 20;
    private static final int LEGEND_COLUMN = 220;
    private static final int LEGEND_COLUMNS = 4;
    /** What fits into a column; names of own algorithms may be longer, and then each has two. */
    private static final int LEGEND_CHARS = 28;

    /** One chart. */
    public interface Panel {
        /** @param y of the upper edge; {@link #height} pixels are its own */
        void draw(XMLStreamWriter svg, int y) throws XMLStreamException;

        /** In pixels. */
        default int height() {
            return Chart.HEIGHT;
        }
    }

    private final List<String> headings;
    private final Map<String, Stroke> legend = new LinkedHashMap<>();
    private final List<Panel> panels = new ArrayList<>();

    /**
     * @param headings lines, the first of which is larger
     * @param legend names of what is drawn with {@link Stroke#of} 0, 1 and so on
     */
    public ChartPage(List<String> headings, List<String> legend) {
        this.headings = List.copyOf(headings);
        for (int i = 0; i < legend.size(); i++) {
            this.legend.put(legend.get(i), Stroke.of(i));
        }
    }

    /** Without headings. @param legend how each is drawn, in order */
    public ChartPage(Map<String, Stroke> legend) {
        this.headings = List.of();
        this.legend.putAll(legend);
    }

    public ChartPage panel(Panel panel) {
        panels.add(panel);
        return this;
    }

    public String svg() {
        final StringWriter text = new StringWriter();
        try {
            final XMLStreamWriter svg = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            write(svg);
            svg.close();
        } catch (XMLStreamException e) {
            throw new AssertionError(e); // into memory
        }
        return text.append('\n').toString();
    }

    /** As a part of another document. */
    void write(XMLStreamWriter svg) throws XMLStreamException {
        final int legendY = TOP + headings.size() * HEADING_ROW;
        final int columns = legendColumns();
        final int rows = (legend.size() + columns - 1) / columns;
        final int top = legendY + rows * LEGEND_ROW;
        begin(svg, top + panels.stream().mapToInt(Panel::height).sum());
        for (int i = 0; i < headings.size(); i++) {
            final String style = i == 0 ? "font-size:15px" : null;
            Chart.text(svg, LEFT, TOP + i * HEADING_ROW, "start", style, headings.get(i));
        }
        writeLegend(svg, legendY);
        int y = top;
        for (Panel panel : panels) {
            panel.draw(svg, y);
            y += panel.height();
        }
        svg.writeEndElement();
    }

    private static void begin(XMLStreamWriter svg, int height) throws XMLStreamException {
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
    }

    private int legendColumns() {
        return legend.keySet().stream().allMatch(name -> name.length() <= LEGEND_CHARS)
                ? LEGEND_COLUMNS
                : LEGEND_COLUMNS / 2;
    }

    private void writeLegend(XMLStreamWriter svg, int top) throws XMLStreamException {
        final int columns = legendColumns();
        final int width = LEGEND_COLUMN * LEGEND_COLUMNS / columns;
        int i = 0;
        for (Map.Entry<String, Stroke> entry : legend.entrySet()) {
            final double x = LEFT + i % columns * width;
            final double y = top + i / columns * LEGEND_ROW;
            svg.writeEmptyElement("path");
            svg.writeAttribute("d", "M" + Chart.show(x) + "," + Chart.show(y - 4) + "h24");
            entry.getValue().write(svg);
            Chart.text(svg, x + 30, y, "start", null, entry.getKey());
            i++;
        }
    }
}
