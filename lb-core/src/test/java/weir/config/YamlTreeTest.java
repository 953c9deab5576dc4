package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTreeTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a: b: c | weir.yaml:1: found broken YAML (mapping values are not allowed here), accepted: YAML or JSON",
                "loops: 1\\n\\tpools: x | weir.yaml:2: found broken YAML (found character '\\t(TAB)'",
                "loops: 1\\na: 'x\\nb: 1 | weir.yaml:3: found broken YAML (found unexpected end of stream)",
                "a: [ | weir.yaml:1: found broken YAML",
                "a: 1\\nb: [::]:80 | weir.yaml:2: found broken YAML (expected the node content, but found ':'), accepted: YAML or JSON; write an IPv6 address in quotes",
                "a: 1\\nb: [::1]:80 | quotes: \"[::1]:8080\"",
                "a: 1\\nb: *.example.com | weir.yaml:2: found broken YAML (unexpected character found .(46)), accepted: YAML or JSON; write text that begins with * in quotes",
                "a: 1\\nb: {c: :80} | weir.yaml:2: found broken YAML (expected the node content, but found ':'), accepted: YAML or JSON; write text that begins with : in quotes",
                "a: 1\\nb: *:80 | accepted: YAML or JSON; write text that begins with * in quotes: \"*:80\"",
                "a: {b: *:80, c: 1} | accepted: YAML or JSON; write text that begins with * in quotes: \"*:80\"",
                "a:\\n  b: 1\\n c: 2 | weir.yaml:3: found broken YAML (expected <block end>, but found '<block mapping start>'), accepted: YAML or JSON; this line is indented less or more",
                "a:\\n  b: 1\\n    c: 2 | weir.yaml:3: found broken YAML (mapping values are not allowed here), accepted: YAML or JSON; is this line indented further",
                "a: *nowhere | weir.yaml:1: found broken YAML (found undefined alias nowhere)",
                "a: 1\\n---\\nb: 2 | weir.yaml:2: found broken YAML (but found another document)",
                "a: !!java.net.URL x | weir.yaml:1: found broken YAML (Global tag is not allowed",
                "a: 1\\nb: \\u0001 | weir.yaml:2: found broken YAML (character U+0001)",
                "a: \"\\U99999999\" | weir.yaml:1: found broken YAML",
                "# only a comment | weir.yaml: found nothing, accepted: listeners and pools",
                "just text | weir.yaml:1: found \"just text\", accepted: a map of loops, buffers",
                "[1, 2] | weir.yaml:1: found a list, accepted: a map of loops, buffers",
            })
    void tellsBrokenYamlInOneLine(String text, String message) {
        final List<String> problems =
                Reads.problems(text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0001", "\u0001"));
        assertEquals(1, problems.size(), problems::toString);
        final String shown = message.replace("\\t(", "\\t(");
        assertTrue(problems.get(0).startsWith(shown) || problems.get(0).contains(shown), problems::toString);
        assertEquals(1, problems.get(0).lines().count());
    }

    @Test
    void readsJsonIndentedWithTabsAndTextBehindAByteOrderMark() {
        assertEquals(List.of(), Reads.problems("\uFEFF" + Sample.SHORTEST));
        final String json =
                "{\n\t\"listeners\":{\"web\":{\"bind\":\":8080\",\"pool\":\"app\"}},\n\t\"pools\":{\"app\":{\"backends\":[\"127.0.0.1:9001\"]}}\n}";
        assertEquals(List.of(), Reads.problems(json));
    }

    @Test
    void readsAliases() {
        final String text = """
                listeners:
                  a: {bind: 1, pool: app, timeouts: &slow {head: 60s}}
                  b: {bind: 2, pool: app, timeouts: *slow}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                """;
        final var listeners = Reads.configuration(text).listeners();
        assertEquals(listeners.get(0).timeouts(), listeners.get(1).timeouts());
        assertEquals(60_000, listeners.get(1).timeouts().headMs());
    }

    @Test
    void stopsAtAnAliasBomb() {
        final StringBuilder bomb = new StringBuilder("a: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a")
                    .append(i - 1)
                    .append("]\n");
        }
        final List<String> problems = quickly(bomb.toString());
        assertTrue(problems.get(0).contains("aliases"), problems::toString);
    }

    @Test
    void boundsTheWorkOfAliasesThatAreFewEnough() {
        final StringBuilder text = new StringBuilder("pools:\n  p: &p\n    backends: &b [");
        text.append("x:1, ".repeat(2_000)).append("]\n");
        for (int i = 0; i < 45; i++) {
            text.append("  p").append(i).append(": *p\n");
        }
        assertTrue(quickly(text.toString()).size() > 2_000);
    }

    @Test
    void comesToAnEndWhenAnAliasPointsToWhatItStandsIn() {
        final String text = "pools: &p\n  a: *p\n  backends: *p\nlisteners: &l {web: *l}\n";
        assertTrue(quickly(text).size() > 2);
    }

    @Test
    void stopsAtDeepNesting() {
        for (String deep : List.of("[".repeat(100_000), "a: " + "{a: ".repeat(100_000), "- ".repeat(100_000))) {
            final List<String> problems = quickly(deep);
            assertEquals(1, problems.size());
            assertTrue(problems.get(0).contains("Nesting Depth"), problems::toString);
        }
    }

    @Test
    void stopsAtAMebibyte() {
        final String text = Sample.SHORTEST + "#".repeat((1 << 20) - Sample.SHORTEST.length());
        assertEquals(List.of(), quickly(text));
        assertEquals(List.of("weir.yaml: found a file that is too large, accepted: at most 1MiB"), quickly(text + "#"));
    }

    private static List<String> quickly(String text) {
        return Assertions.assertTimeout(Duration.ofSeconds(20), () -> Reads.problems(text));
    }
}
