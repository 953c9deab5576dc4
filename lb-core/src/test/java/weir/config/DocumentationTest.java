package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weir.config.section.LegacySection;
import weir.config.section.RootSection;
import weir.config.section.SectionType;
import weir.testkit.Project;

/** docs/CONFIG.md and conf/ say what the code does. */
class DocumentationTest {
    private static final Pattern EXAMPLE = Pattern.compile("```(?:yaml|json)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

    @Test
    void hasARowWithDefaultAndRangeForEveryKey() throws IOException {
        final String document = document();
        final List<String> missing = new ArrayList<>();
        for (String row : rows()) {
            if (!document.contains("\n" + row)) {
                missing.add(row);
            }
        }
        assertEquals("", String.join("\n", missing), "rows of docs/CONFIG.md");
    }

    @Test
    void hasNoRowForAKeyThatDoesNotExist() throws IOException {
        final TreeSet<String> documented = new TreeSet<>(
                ROW.matcher(document()).results().map(row -> row.group(1)).toList());
        final TreeSet<String> declared = new TreeSet<>();
        ROW.matcher(String.join("\n", rows())).results().forEach(row -> declared.add(row.group(1)));
        assertEquals(declared, documented);
    }

    @Test
    void hasOnlyExamplesThatLoad() throws IOException {
        final List<MatchResult> examples = EXAMPLE.matcher(document()).results().toList();
        assertTrue(examples.size() >= 5, "docs/CONFIG.md has " + examples.size() + " examples");
        for (MatchResult example : examples) {
            final ConfigResult result = Reads.result(example.group(1));
            assertEquals(List.of(), Reads.problems(result), example.group(1));
            assertEquals(List.of(), Reads.warnings(result), example.group(1));
        }
    }

    @Test
    void hasExampleFilesThatLoad() throws IOException {
        try (Stream<Path> files = Files.list(Project.path("conf"))) {
            final List<Path> found = files.filter(file -> file.toString().matches(".*\\.(yaml|json)"))
                    .sorted()
                    .toList();
            assertTrue(found.size() >= 3, found::toString);
            for (Path file : found) {
                final ConfigResult result = ConfigFile.read(file);
                assertEquals(List.of(), Reads.problems(result), file.toString());
                assertEquals(List.of(), Reads.warnings(result), file.toString());
            }
        }
    }

    @Test
    void hasEveryKeyInTheFullExample() throws IOException {
        final String full = Files.readString(Project.path("conf/full.yaml"));
        new RootSection().walk("", (path, key) -> {
            final Pattern use = Pattern.compile("(?m)(^|[\\s{,])" + Pattern.quote(key.name()) + ":");
            assertTrue(use.matcher(full).find(), path);
        });
    }

    /** The beginning of the row of each key that has a value of its own; a section is the rows of its keys. */
    private static List<String> rows() {
        final List<String> rows = new ArrayList<>();
        for (SectionType<?> top : List.of(new RootSection(), new LegacySection())) {
            top.walk("", (path, key) -> {
                final List<String> below = new ArrayList<>();
                key.type().walk(path, (belowPath, belowKey) -> below.add(belowPath));
                if (below.isEmpty()) {
                    rows.add("| `" + path + "` | `" + key.fallbackText() + "` | "
                            + key.type().accepted() + " | ");
                }
            });
        }
        return rows;
    }

    private static String document() throws IOException {
        return Files.readString(Project.path("docs/CONFIG.md"));
    }
}
