package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.Project;

/**
 * The black-box suite for HTTP/1.1 proxies in {@code lb-core/src/test/conformance} ({@code -Dweir.conformance=FILE}
 * names another), see docs/CONFORMANCE.md.
 */
@Tag("system")
@Timeout(300)
final class ConformanceIT {
    private static final String SUITE = "lb-core/src/test/conformance/proxy_conformance.py";
    private static final Duration SUITE_TIME_MAX = Duration.ofSeconds(240);

    @AutoClose
    private final Stage stage = new Stage();

    @ParameterizedTest(name = "on {0} loops")
    @ValueSource(ints = {1, 2})
    void passesTheSuite(int loops) throws Exception {
        final Path suite = Project.path(System.getProperty("weir.conformance", SUITE));
        assertTrue(Files.exists(suite), () -> suite + " is part of the project");
        final String python = Peers.require("python3").toString();
        final int origin = FreePort.findBelowEphemeral(
                20_000 + (int) (ProcessHandle.current().pid() % 10_000));
        final WeirProcess weir = weirBefore(origin, loops);

        final Child run = stage.add(Child.start(List.of(
                python,
                suite.toString(),
                "--proxy=127.0.0.1:" + weir.port(),
                "--backend-listen=127.0.0.1:" + origin,
                "--header-timeout=3",
                "--server-timeout=4",
                "--proxy-pid=" + weir.pid())));
        await("end of the suite").atMost(SUITE_TIME_MAX).until(() -> !run.isAlive());

        final int status = run.awaitEnd();
        run.out().stream().filter(line -> !line.startsWith("PASS")).forEach(System.out::println);
        assertEquals(List.of(), ids(run, "FAIL"), () -> String.join("\n", run.out()));
        assertEquals(0, status, run::toString);
        assertWarningsHaveReasons(ids(run, "WARN"));
    }

    private WeirProcess weirBefore(int origin, int loops) throws Exception {
        return stage.weir("""
                loops: %d
                listeners:
                  web: {bind: "127.0.0.1:%d", pool: app, timeouts: {head: 3s, idle: 3s, body: 4s}}
                pools:
                  app:
                    backends: ["127.0.0.1:%d"]
                    health: none
                    timeouts: {connect: 2s, response: 4s, idle: 3s}
                """.formatted(loops, FreePort.findBelowEphemeral(origin + 1), origin));
    }

    /** The second word of the lines that begin with that verdict. */
    private static List<String> ids(Child run, String verdict) {
        return run.out().stream()
                .filter(line -> line.startsWith(verdict + "  "))
                .map(line -> line.split("\\s+")[1])
                .toList();
    }

    private static void assertWarningsHaveReasons(List<String> warned) throws Exception {
        final String reasons = Files.readString(Project.path("docs/CONFORMANCE.md"));
        for (String id : warned) {
            assertTrue(reasons.contains("`" + id + "`"), id + " warns, and docs/CONFORMANCE.md does not say why");
        }
    }
}
