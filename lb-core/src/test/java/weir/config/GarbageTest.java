package weir.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weir.testkit.Project;

/** Whatever the text is, the answer is a configuration or problems of one line each, never an exception. */
class GarbageTest {
    private static final int TEXTS = 20_000;
    private static final Pattern VALUE = Pattern.compile("(?<=: )[^\\s,{}\\[\\]#]+");
    private static final String[] WORDS = {
        "listeners",
        "pools",
        "bind",
        "pool",
        "backends",
        "health",
        "timeouts",
        "interval",
        "routes",
        "host",
        "path",
        "servers",
        "addr",
        "weigth",
        "retry",
        "on",
        "id",
        "address",
        "app",
        "web",
        "127.0.0.1:9001",
        "5s",
        "1MiB",
        "-1",
        "~",
        "&a ",
        "*a ",
        "<<",
        "!x ",
        "!!binary ",
        "|\n",
        ">-\n",
        "'",
        "\"",
        "\\U99999999",
        "[",
        "]",
        "{",
        "}",
        ":",
        ": ",
        ", ",
        "- ",
        "? ",
        "\n",
        "\n  ",
        "\n    ",
        "\t",
        "#",
        "%YAML 9.9\n",
        "---\n",
        "...\n",
        "\u0000",
        "\uFEFF",
        "\uD83D\uDE00",
        "\uD83D",
        "\u2028"
    };

    private final long seed = Long.getLong("weir.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void survivesRandomWords() {
        for (int i = 0; i < TEXTS; i++) {
            final StringBuilder text = new StringBuilder();
            for (int words = random.nextInt(40); words > 0; words--) {
                text.append(WORDS[random.nextInt(WORDS.length)]);
            }
            check(text.toString());
        }
    }

    @Test
    void survivesAGoodFileWithOddPlaces() {
        for (int i = 0; i < TEXTS; i++) {
            final StringBuilder text = new StringBuilder(Sample.SHORTEST);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                change(text);
            }
            check(text.toString());
        }
    }

    /**
     * Values that are good alone, in places where they contradict others: the records refuse that, so the reader has
     * to see it before them.
     */
    @Test
    void survivesTheFullFileWithValuesOfOtherKeys() throws IOException {
        final String full = Files.readString(Project.path("conf/full.yaml"));
        final List<MatchResult> values = VALUE.matcher(full).results().toList();
        for (int i = 0; i < 3_000; i++) {
            final StringBuilder text = new StringBuilder(full);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                final MatchResult at = values.get(random.nextInt(values.size()));
                if (at.end() <= text.length()
                        && text.substring(at.start(), at.end()).equals(at.group())) {
                    text.replace(
                            at.start(),
                            at.end(),
                            values.get(random.nextInt(values.size())).group());
                }
            }
            check(text.toString());
        }
    }

    @Test
    void survivesRandomBytes() throws IOException {
        final Path file = Files.createTempFile("weir", ".yaml");
        try {
            for (int i = 0; i < 500; i++) {
                final byte[] bytes = new byte[random.nextInt(64)];
                random.nextBytes(bytes);
                Files.write(file, bytes);
                check(ConfigFile.read(file), "bytes");
            }
        } finally {
            Files.delete(file);
        }
    }

    private void change(StringBuilder text) {
        final int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
            text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
        }
        if (random.nextInt(3) > 0) {
            text.insert(Math.min(at, text.length()), WORDS[random.nextInt(WORDS.length)]);
        }
    }

    private void check(String text) {
        try {
            check(Reads.result(text), text);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("-Dweir.seed=" + seed + " with: " + text, e);
        }
    }

    private void check(ConfigResult result, String text) {
        if (result instanceof ConfigResult.Loaded loaded) {
            assertNotNull(loaded.configuration(), () -> "-Dweir.seed=" + seed + " with: " + text);
            return;
        }
        final List<String> problems = Reads.problems(result);
        assertFalse(problems.isEmpty(), () -> "-Dweir.seed=" + seed + " with: " + text);
        for (String problem : problems) {
            assertFalse(problem.lines().count() > 1, () -> "-Dweir.seed=" + seed + ": " + problem);
        }
    }
}
