package weir.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weir.http.Fault;
import weir.model.RetryPolicy.Condition;
import weir.testkit.Project;

/** docs/ENDS.md names every end and every fault, in their order, with what the code makes of each. */
class EndsDocumentTest {
    private static final String NONE = "–";
    private static final Pattern ROW = Pattern.compile("^\\| `[a-z0-9_]+` \\|.*$", Pattern.MULTILINE);

    @Test
    void hasARowForEachEndAndEachFault() throws IOException {
        final List<String> expected = Stream.concat(
                        Stream.of(ExchangeEnd.values()).map(EndsDocumentTest::row),
                        Stream.of(Fault.values()).map(EndsDocumentTest::row))
                .toList();
        final List<String> found = ROW.matcher(document())
                .results()
                .map(row -> row.group().replaceFirst("[^|]*\\|$", ""))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    private static String row(ExchangeEnd end) {
        final Condition condition = end.retryOn();
        return "| `" + end.word() + "` | " + (end.status() == 0 ? NONE : end.status()) + " | "
                + end.blame().name().toLowerCase(Locale.ROOT) + " | "
                + (condition == null ? NONE : "`" + condition.word() + "`") + " |";
    }

    private static String row(Fault fault) {
        return "| `" + fault.word() + "` | " + fault.status() + " |";
    }

    private static String document() throws IOException {
        return Files.readString(Project.path("docs/ENDS.md"));
    }
}
