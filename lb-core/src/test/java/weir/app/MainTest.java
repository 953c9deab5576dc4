package weir.app;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("usageErrors")
    void answersBadUsageWithOneLineThatSaysWhatIsWrong(List<String> args, String expected) {
        final Cli cli = Cli.run(args.toArray(String[]::new));
        assertAll(
                () -> assertEquals(ExitCode.USAGE, cli.status()),
                () -> assertEquals(1, cli.errLines().size(), cli.err()),
                () -> assertTrue(cli.err().contains(expected), cli.err()),
                () -> assertTrue(cli.err().contains(" --help"), cli.err()),
                () -> assertEquals("", cli.out()));
    }

    static Stream<Arguments> usageErrors() {
        return Stream.of(
                bad("which command? run, check, status, drain, ready, maintenance, add, remove, demo, backend"),
                bad("did you mean check?", "chekc", "weir.yaml"),
                bad("Unknown option: '--frobnicate'", "--frobnicate"),
                bad("FILE, or --listen with --backend", "run"),
                bad("FILE or --listen with --backend, not both", "run", "weir.yaml", "--listen", "8081"),
                bad("FILE or --listen with --backend, not both", "run", "weir.yaml", "--backend", "127.0.0.1:1"),
                bad("--listen needs --backend", "run", "--listen", "8081"),
                bad("--backend needs --listen", "run", "--backend", "127.0.0.1:8082"),
                bad("did you mean --listen?", "run", "--lisen", "8081"),
                bad("Unmatched argument", "run", "one.yaml", "two.yaml"),
                bad("'FILE'", "check"),
                bad("--port", "backend"),
                bad("'x' is not an int", "backend", "--port", "x"),
                bad("--port: 65536, must be 0..65535", "backend", "--port", "65536"),
                bad("--port: -1, must be 0..65535", "backend", "--port", "-1"),
                bad("5ms..50ms", "backend", "--port", "0", "--delay", "20"),
                bad("5ms..50ms", "backend", "--port", "0", "--delay", "50ms..5ms"),
                bad("--fail-rate: 1.5, must be 0..1", "backend", "--port", "0", "--fail-rate", "1.5"),
                bad("--fail-rate: NaN, must be 0..1", "backend", "--port", "0", "--fail-rate", "NaN"),
                bad("--name: 'a b'", "backend", "--port", "0", "--name", "a b"),
                bad("--port: 70000, must be 0..65535", "demo", "--port", "70000"),
                bad("--admin-port: -1, must be 0..65535", "demo", "--admin-port", "-1"),
                bad("--admin: 'x y', must be a URL", "status", "--admin", "x y"),
                bad("--token-file: found no file at none-such", "status", "--token-file", "none-such"),
                bad("found no file at /etc/passwd/x, must be", "status", "--token-file", "/etc/passwd/x"),
                bad("--backend-port: 65534, must be 0..65533", "demo", "--backend-port", "65534"));
    }

    private static Arguments bad(String expected, String... args) {
        return Arguments.of(List.of(args), expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "status", "demo", "backend"})
    void everyCommandExplainsItselfWithExamples(String command) {
        final Cli cli = Cli.run(command, "--help");
        assertAll(
                () -> assertEquals(ExitCode.FINE, cli.status()),
                () -> assertTrue(cli.out().contains("Usage: weir " + command), cli.out()),
                () -> assertTrue(cli.out().contains("  java -jar weir.jar " + command), cli.out()),
                () -> assertEquals("", cli.err()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--version",
                "run -V",
                "check --version",
                "status --version",
                "demo --version",
                "backend --version"
            })
    void everyCommandKnowsTheVersion(String args) {
        final Cli cli = Cli.run(args.split(" "));
        assertEquals(ExitCode.FINE, cli.status());
        assertTrue(cli.out().matches("weir .+ \\(Java .+\\)\\R"), cli.out());
    }

    @Test
    void listsTheCommandsAndExitCodesInItsHelp() {
        final String help = Cli.run("--help").out();
        for (String expected : List.of("run ", "check ", "demo ", "backend ", "Exit status: 0 fine, 1 runtime")) {
            assertTrue(help.contains(expected), help);
        }
    }
}
