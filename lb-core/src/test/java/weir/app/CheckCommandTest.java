package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {
    @TempDir
    private Path folder;

    @Test
    void saysHowMuchAGoodFileConfigures() throws IOException {
        final Path file = write("""
                listeners:
                  web: {bind: 127.0.0.1:8080, pool: app}
                  api: {bind: 127.0.0.1:8081, pool: one}
                pools:
                  app: {backends: [127.0.0.1:9001, 127.0.0.1:9002]}
                  one: {backends: [127.0.0.1:9003]}
                """);
        final Cli cli = Cli.run("check", file.toString());
        assertEquals(file + ": ok (2 listeners, 2 pools, 3 backends)\n", cli.out());
        assertEquals("", cli.err());
        assertEquals(ExitCode.FINE, cli.status());
    }

    @Test
    void countsOneThingInTheSingular() throws IOException {
        final Path file = write("""
                listeners:
                  web: {bind: 127.0.0.1:8080, pool: app}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                """);
        assertEquals(
                file + ": ok (1 listener, 1 pool, 1 backend)\n",
                Cli.run("check", file.toString()).out());
    }

    @Test
    void printsAllProblemsOneLineEach() throws IOException {
        final Path file = write("""
                listeners:
                  web: {bind: 127.0.0.1:99999, pool: app}
                pools:
                  app: {backends: [127.0.0.1:9001], timeouts: {connect: soon}}
                """);
        final Cli cli = Cli.run("check", file.toString());
        assertEquals(ExitCode.USAGE, cli.status());
        assertEquals(2, cli.errLines().size(), cli.err());
        assertTrue(cli.errLines().get(0).startsWith(file + ":2: listeners.web.bind: "), cli.err());
        assertTrue(cli.errLines().get(1).startsWith(file + ":4: pools.app.timeouts.connect: "), cli.err());
        assertEquals("", cli.out());
    }

    @Test
    void warnsOfWhatIsOddAndAcceptsItAllTheSame() throws IOException {
        final Path file = write("""
                listeners:
                  web: {bind: 127.0.0.1:8080, pool: app}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                  spare: {backends: [127.0.0.1:9002]}
                """);
        final Cli cli = Cli.run("check", file.toString());
        assertEquals(ExitCode.FINE, cli.status());
        assertEquals(1, cli.errLines().size(), cli.err());
        assertTrue(cli.err().contains("spare"), cli.err());
    }

    @Test
    void refusesAFileThatIsNotThere() {
        final Path file = folder.resolve("nowhere.yaml");
        final Cli cli = Cli.run("check", file.toString());
        assertEquals(ExitCode.USAGE, cli.status());
        assertEquals(1, cli.errLines().size(), cli.err());
        assertTrue(cli.err().contains("no such file"), cli.err());
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("weir.yaml"), yaml);
    }
}
