package weir.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import picocli.CommandLine;

class ReportPageTest {
    private final List<Results> all =
            Arrays.stream(Scenario.values()).map(Rounds::results).toList();
    private final String html = ReportPage.of("Weir & its peers", all);

    @Test
    void isWellFormedAndHasAllScenarios() throws Exception {
        final Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(html)));
        final List<String> ids =
                elements(page, "h2").stream().map(h2 -> h2.getAttribute("id")).toList();
        for (Scenario scenario : Scenario.values()) {
            assertTrue(ids.contains(scenario.word()), ids.toString());
        }
        for (Element link : elements(page, "a")) {
            assertTrue(ids.contains(link.getAttribute("href").substring(1)), link.getAttribute("href"));
        }
        assertTrue(elements(page, "svg").size() > Scenario.values().length, "a chart for each, and the summary");
    }

    /** The namespace of SVG is a name and not an address. */
    @Test
    void needsNothingFromElsewhere() {
        final String rest = html.replace("http://www.w3.org/2000/svg", "");
        for (String reference : List.of("http:", "https:", "src=", "@import", "url(", "<link", "<script")) {
            assertFalse(rest.contains(reference), reference);
        }
    }

    @Test
    void tellsRatiosIntervalsAndTheEnvironment() {
        assertTrue(html.contains("0.852 (0.818 to 0.875)"), "from 9/11 to 14/16");
        assertTrue(html.contains("this one start of each program"), "what the intervals are of");
        assertTrue(html.contains("Linux 6 &lt;&amp;&gt;"), "escaped");
        assertTrue(html.contains("haproxy skipped: haproxy is not installed"));
        assertTrue(html.contains("@media print") && html.contains("prefers-color-scheme: dark"));
    }

    @Test
    void isMadeOfTheFilesOfADirectory(@TempDir Path directory) throws Exception {
        for (Results results : all) {
            Files.writeString(directory.resolve(results.scenario().word() + ".json"), ResultsJson.of(results));
        }
        final Path page = directory.resolve("report.html");
        assertEquals(0, report(directory.toString(), "--html", page.toString(), "--title", "Weir & its peers"));
        assertEquals(html, Files.readString(page));
    }

    @Test
    void refusesWhatIsNoResultOfCompare(@TempDir Path directory) throws Exception {
        final String page = directory.resolve("report.html").toString();
        assertEquals(2, report(directory.resolve("none").toString(), "--html", page));
        assertEquals(2, report(directory.toString(), "--html", page), "an empty one");
        final Path file = directory.resolve("x.json");
        for (String text : List.of("", "[", "[]", "{}", "{\"plan\": 1}", "{\"plan\": {\"scenario\": \"faster\"}}")) {
            Files.writeString(file, text);
            assertEquals(2, report(directory.toString(), "--html", page), text);
        }
    }

    private static int report(String... arguments) {
        return new CommandLine(new ReportCommand()).execute(arguments);
    }

    private static List<Element> elements(Document page, String name) {
        final NodeList nodes = page.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }
}
