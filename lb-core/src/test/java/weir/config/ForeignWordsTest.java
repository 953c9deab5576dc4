package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import weir.config.section.KeyLocations;
import weir.config.value.ForeignWords;

/** Who comes from another balancer is told what its words are called here. */
class ForeignWordsTest {
    private static final String ROWS = "/weir/foreign-words.csv";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = ROWS, delimiter = '|')
    void saysWhatAWordIsCalledHere(String where, String word, String meant) {
        final List<String> problems = Reads.problems(file(where, word));
        final boolean isValue = where.endsWith("=") && meant.matches("[a-z-]+");
        final String hint = "; did you mean " + (isValue ? '"' + meant + '"' : meant) + "?";
        assertEquals(
                1, problems.stream().filter(problem -> problem.endsWith(hint)).count(), problems::toString);
        assertTrue(problems.stream().anyMatch(problem -> problem.contains('"' + word + '"')), problems::toString);
    }

    /** The smallest file that has the word there. */
    private static String file(String where, String word) {
        if (where.endsWith("=")) {
            return Sample.with(path(where.substring(0, where.length() - 1)), '"' + word + '"');
        } else if (where.equals("-")) {
            return Sample.with(word, "1");
        } else if (where.endsWith("routes[]")) {
            return Sample.with("listeners.web.routes", "[{path: /, pool: app, " + word + ": 1}]");
        } else if (where.endsWith("backends[]")) {
            return Sample.with("pools.app.backends", "[{address: 127.0.0.1:9001, " + word + ": 1}]");
        }
        return Sample.with(path(where) + '.' + word, "1");
    }

    private static String path(String where) {
        return where.replace("listeners.<name>", "listeners.web").replace("pools.<name>", "pools.app");
    }

    @Test
    void hasATestForEachWord() throws IOException {
        final Set<String> words = new TreeSet<>();
        for (ForeignWords.Row row : ForeignWords.table()) {
            row.words().forEach(word -> words.add((row.where().isEmpty() ? "-" : row.where()) + " | " + word));
        }
        final Set<String> tested = new TreeSet<>();
        try (var in = ForeignWordsTest.class.getResourceAsStream(ROWS)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> tested.add(line.substring(0, line.lastIndexOf(" | "))));
        }
        assertEquals(words, tested);
    }

    /** So that a key that is renamed takes its words along. */
    @Test
    void leadsToKeysAndValuesThatExist() {
        for (ForeignWords.Row row : ForeignWords.table()) {
            final String meant = row.meant();
            if (row.where().equals("pools.<name>.balance=")) {
                final String value = meant.replace("NAME", "x");
                assertEquals(List.of(), Reads.problems(Sample.with("pools.app.balance", value)), meant);
            } else if (!row.where().endsWith("=")) {
                assertTrue(KeyLocations.has(meant.split(":", 2)[0]), meant);
            }
        }
    }

    @Test
    void isNoKeyOfThePlaceWhereItWouldBeWritten() {
        final Pattern separators = Pattern.compile("[-_ ]");
        for (ForeignWords.Row row : ForeignWords.table()) {
            for (String word : row.words()) {
                final String key = row.where() + (row.where().isEmpty() ? "" : ".") + word;
                assertTrue(
                        row.where().endsWith("=")
                                || !KeyLocations.has(key)
                                || separators.matcher(key).find(),
                        key);
            }
        }
    }
}
