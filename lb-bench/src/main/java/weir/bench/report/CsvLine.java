package weir.bench.report;

import java.util.List;
import java.util.stream.Collectors;

/** One line of a CSV file (RFC 4180): what has a comma or a quote in it stands in quotes. */
public final class CsvLine {
    private CsvLine() {}

    /** With its line feed. */
    public static String of(List<?> cells) {
        return cells.stream().map(CsvLine::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private static String cell(Object value) {
        final String text = value.toString();
        return text.indexOf(',') < 0 && text.indexOf('"') < 0 ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
