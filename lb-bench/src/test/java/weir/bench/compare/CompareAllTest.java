package weir.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** Runs each scenario once, with wrk, nginx and HAProxy, for about ten seconds: {@code -Dweir.compare=true}. */
@EnabledIfSystemProperty(named = "weir.compare", matches = "true")
class CompareAllTest {
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void measuresNginxAndHaproxy(Scenario scenario, @TempDir Path out) throws Exception {
        final StringWriter text = new StringWriter();
        final String[] arguments = {
            "--scenario",
            scenario.word(),
            "--rounds",
            "1",
            "--seconds",
            "1",
            "--latency-rounds",
            "1",
            "--warm-up",
            "1",
            "--weir-jar",
            System.getProperty("weir.jar", "../lb-core/target/weir.jar"),
            "--out",
            out.toString()
        };
        final CommandLine compare = new CommandLine(new CompareCommand()).setErr(new PrintWriter(text));
        assertEquals(0, compare.execute(arguments), text::toString);
        final Path json = out.resolve(scenario.word() + ".json");
        final Results results = ResultsReader.read(json.toString(), Files.readString(json));
        assertTrue(results.isValid() && results.peers().contains("nginx"), text::toString);
    }
}
