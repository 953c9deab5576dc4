package weir.bench.report;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** How a line is drawn. Immutable, any thread. */
public record Stroke(String colour, boolean isDashed) {
    /** Okabe and Ito 2008: told apart by the colour-blind, too. */
    private static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"
    };

    /** Those after the colours are dashed. */
    public static Stroke of(int number) {
        return new Stroke(COLOURS[number % COLOURS.length], number >= COLOURS.length);
    }

    void write(XMLStreamWriter svg) throws XMLStreamException {
        svg.writeAttribute("stroke", colour);
        svg.writeAttribute("stroke-width", "1.8");
        if (isDashed) {
            svg.writeAttribute("stroke-dasharray", "6,4");
        }
    }
}
