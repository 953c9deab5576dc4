package weir.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PercentileChartTest {
    @Test
    void drawsALineForEachNameThatHasLatencies() throws Exception {
        final String svg = chart().svg();
        final Document parsed =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertEquals("svg", parsed.getDocumentElement().getTagName());
        assertTrue(svg.contains(">round-robin & <".replace("& ", "&amp; ")), svg);
        assertFalse(svg.contains("nobody"));
        assertTrue(svg.contains(">99.9 %<"), "ten thousand requests reach that far");
        assertFalse(svg.contains(">99.99 %<"));
    }

    @Test
    void drawsTheSameBytesFromTheSameNumbers() {
        assertEquals(chart().svg(), chart().svg());
    }

    private static PercentileChart chart() {
        return new PercentileChart("title", "subtitle")
                .line("round-robin & ", percent -> 1 + percent, 10_000)
                .line("nobody", percent -> Double.NaN, 0);
    }
}
