package weir.bench.report;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * One HTML file that needs nothing else: its style and its charts stand in it. Also well-formed XML. Readable on paper,
 * and on dark screens. Thread: its maker's.
 */
public final class HtmlPage {
    private static final String STYLE = """

            :root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --faint: #666; --line: #ddd; --frame: #444; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6e6e6; --paper: #16181a; --faint: #9a9a9a; --line: #34383c; --frame: #8a8a8a; }
            }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem;
              margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.6rem; }
            h2 { font-size: 1.2rem; margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
            h3 { font-size: 1rem; margin: 1.5rem 0 0.3rem; }
            p { margin: 0.3rem 0; }
            .note { color: var(--faint); }
            nav a { margin-right: 1em; white-space: nowrap; }
            a { color: inherit; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.87rem; }
            th, td { padding: 0.15rem 0.7rem 0.15rem 0; text-align: right; border-bottom: 1px solid var(--line);
              white-space: nowrap; }
            th { color: var(--faint); font-weight: normal; }
            th:first-child, td:first-child, table.words td { text-align: left; }
            table.words td { white-space: normal; vertical-align: top; }
            svg { display: block; max-width: 100%; height: auto; margin: 0.5rem 0; }
            svg text { fill: var(--ink); }
            svg rect[fill="#fff"] { fill: var(--paper); }
            svg rect[fill="#000"] { fill: var(--ink); }
            svg rect[stroke], svg path[stroke="#444"] { stroke: var(--frame); }
            svg path[stroke="#ddd"] { stroke: var(--line); }
            svg path[stroke="#000000"] { stroke: var(--ink); }
            svg circle[fill="#000000"] { fill: var(--ink); }
            @media print {
              :root { color-scheme: light; --ink: #000; --paper: #fff; --faint: #444; --line: #ccc; --frame: #444; }
              body { font-size: 9pt; max-width: none; margin: 0; }
              nav { display: none; }
              .wide { overflow: visible; }
              table { font-size: 7.5pt; }
              th, td { padding-right: 0.4rem; white-space: normal; }
              svg, tr { break-inside: avoid; }
              h2, h3 { break-after: avoid; }
            }
            """;

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter html;

    public HtmlPage(String title) {
        text.append("<!DOCTYPE html>\n");
        try {
            html = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            begin(title);
        } catch (XMLStreamException e) {
            throw new AssertionError(e); // into memory
        }
    }

    private void begin(String title) throws XMLStreamException {
        html.writeStartElement("html");
        html.writeAttribute("lang", "en");
        html.writeStartElement("head");
        html.writeEmptyElement("meta");
        html.writeAttribute("charset", "utf-8");
        html.writeEmptyElement("meta");
        html.writeAttribute("name", "viewport");
        html.writeAttribute("content", "width=device-width, initial-scale=1");
        element("title", title);
        element("style", STYLE);
        html.writeEndElement();
        html.writeStartElement("body");
        element("h1", title);
    }

    /** A section. @param id to link to */
    public HtmlPage section(String id, String title) {
        return write(() -> {
            html.writeCharacters("\n");
            html.writeStartElement("h2");
            html.writeAttribute("id", id);
            html.writeCharacters(title);
            html.writeEndElement();
        });
    }

    public HtmlPage heading(String title) {
        return write(() -> element("h3", title));
    }

    public HtmlPage paragraph(String words) {
        return write(() -> element("p", words));
    }

    /** In the background. */
    public HtmlPage note(String words) {
        return write(() -> {
            html.writeStartElement("p");
            html.writeAttribute("class", "note");
            html.writeCharacters(words);
            html.writeEndElement();
        });
    }

    /** To sections of this page. @param titles by their ids */
    public HtmlPage links(Map<String, String> titles) {
        return write(() -> {
            html.writeStartElement("nav");
            for (Map.Entry<String, String> title : titles.entrySet()) {
                html.writeStartElement("a");
                html.writeAttribute("href", "#" + title.getKey());
                html.writeCharacters(title.getValue());
                html.writeEndElement();
                html.writeCharacters(" ");
            }
            html.writeEndElement();
        });
    }

    /** Of numbers, to the right. */
    public HtmlPage table(Table table) {
        return write(() -> {
            html.writeStartElement("div");
            html.writeAttribute("class", "wide");
            html.writeStartElement("table");
            final List<List<String>> rows = table.rows();
            row("th", rows.get(0));
            for (List<String> row : rows.subList(1, rows.size())) {
                row("td", row);
            }
            html.writeEndElement();
            html.writeEndElement();
        });
    }

    /** Of names and what they stand for. */
    public HtmlPage words(Map<String, String> words) {
        return write(() -> {
            html.writeStartElement("table");
            html.writeAttribute("class", "words");
            for (Map.Entry<String, String> word : words.entrySet()) {
                row("td", List.of(word.getKey(), word.getValue()));
            }
            html.writeEndElement();
        });
    }

    public HtmlPage chart(ChartPage chart) {
        return write(() -> {
            html.writeCharacters("\n");
            chart.write(html);
        });
    }

    /** The whole file. To be called once. */
    public String end() {
        write(html::writeEndDocument);
        return text.append('\n').toString();
    }

    private void row(String element, List<String> cells) throws XMLStreamException {
        html.writeCharacters("\n");
        html.writeStartElement("tr");
        for (String cell : cells) {
            element(element, cell);
        }
        html.writeEndElement();
    }

    private void element(String name, String words) throws XMLStreamException {
        html.writeStartElement(name);
        html.writeCharacters(words);
        html.writeEndElement();
    }

    private HtmlPage write(Part part) {
        try {
            part.write();
        } catch (XMLStreamException e) {
            throw new AssertionError(e); // into memory
        }
        return this;
    }

    private interface Part {
        void write() throws XMLStreamException;
    }
}
