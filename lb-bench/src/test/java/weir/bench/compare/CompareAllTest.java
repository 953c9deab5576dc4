package weir.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Runs each scenario once, with wrk, nginx and HAProxy, for about ten seconds: {@code -Dweir.compare=true}. Those
 * that can have all peers under load at the same time once more.
 */
@EnabledIfSystemProperty(named = "weir.compare", matches = "true")
class CompareAllTest {
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void measuresNginxAndHaproxy(Scenario scenario, @TempDir Path out) throws Exception {
        final Results results = measure(scenario, out, "--latency-rounds", "1");
        assertTrue(results.peers().contains("nginx"), results.peers()::toString);
    }

    static Stream<Scenario> together() {
        return Stream.of(Scenario.values()).filter(Scenario::canBeTogether);
    }

    @ParameterizedTest
    @MethodSource("together")
    void measuresAllAtTheSameTime(Scenario scenario, @TempDir Path out) throws Exception {
        final Results results = measure(scenario, out, "--together");
        assertTrue(results.plan().together() && results.peers().size() > 1, results.peers()::toString);
    }

    private static Results measure(Scenario scenario, Path out, String... more) throws Exception {
        final StringWriter text = new StringWriter();
        final List<String> arguments = new ArrayList<>(List.of("--scenario", scenario.word(), "--out", out.toString()));
        arguments.addAll(List.of("--rounds", "1", "--seconds", "1", "--warm-up", "1"));
        arguments.addAll(List.of("--weir-jar", System.getProperty("weir.jar", "../lb-core/target/weir.jar")));
        arguments.addAll(List.of(more));
        final CommandLine compare = new CommandLine(new CompareCommand()).setErr(new PrintWriter(text));
        assertEquals(0, compare.execute(arguments.toArray(String[]::new)), text::toString);
        final Path json = out.resolve(scenario.word() + ".json");
        final Results results = ResultsReader.read(json.toString(), Files.readString(json));
        assertTrue(results.isValid(), text::toString);
        return results;
    }
}
