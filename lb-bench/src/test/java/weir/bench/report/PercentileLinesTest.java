package weir.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PercentileLinesTest {
    @Test
    void drawsALineForEachNameThatHasLatencies() throws Exception {
        final String svg = chart().svg();
        final Document parsed =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertEquals("svg", parsed.getDocumentElement().getTagName());
        assertTrue(svg.contains(">round-robin & <".replace("& ", "&amp; ")), svg);
        assertEquals(2, strokes(svg, Stroke.of(0)), "its line, and one in the legend");
        assertEquals(1, strokes(svg, Stroke.of(1)), "the legend only");
        assertTrue(svg.contains(">99.9 %<"), "ten thousand requests reach that far");
        assertFalse(svg.contains(">99.99 %<"));
    }

    @Test
    void drawsTheSameBytesFromTheSameNumbers() {
        assertEquals(chart().svg(), chart().svg());
    }

    private static int strokes(String svg, Stroke stroke) {
        return svg.split(stroke.colour(), -1).length - 1;
    }

    private static ChartPage chart() {
        return new ChartPage(List.of("title", "subtitle"), List.of("round-robin & ", "nobody"))
                .panel(new PercentileLines()
                        .line(Stroke.of(0), percent -> 1 + percent, 10_000)
                        .line(Stroke.of(1), percent -> Double.NaN, 0));
    }
}
