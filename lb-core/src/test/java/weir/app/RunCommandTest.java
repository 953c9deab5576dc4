package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("system")
final class RunCommandTest {
    private static final String LISTENING = "listening on ";
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    private Path folder;

    @Test
    void servesWhatAFileSays() throws Exception {
        try (RunningCli cli = new RunningCli("run", write(0).toString())) {
            final String line = cli.awaitLine(LISTENING);
            assertTrue(
                    line.matches("listening on http://127\\.0\\.0\\.1:[0-9]+ \\(web -> pool app, 2 backends\\)"), line);
            connect(line);
            assertEquals(ExitCode.FINE, cli.stop());
            assertTrue(cli.out().contains("stopped: "), cli.out());
            assertEquals("", cli.err());
        }
    }

    @Test
    void servesWhatItsOptionsSay() throws Exception {
        try (RunningCli cli = new RunningCli("run", "--listen", "127.0.0.1:0", "--backend", "127.0.0.1:9")) {
            final String line = cli.awaitLine(LISTENING);
            assertTrue(line.endsWith(", 1 backend)"), line);
            connect(line);
            assertEquals(ExitCode.FINE, cli.stop());
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            final Cli cli = Cli.run("run", write(taken.getLocalPort()).toString());
            assertEquals(ExitCode.USAGE, cli.status());
            assertEquals(1, cli.errLines().size(), cli.err());
            assertTrue(cli.err().contains("127.0.0.1:" + taken.getLocalPort() + " is in use"), cli.err());
            assertEquals("", cli.out());
        }
    }

    @Test
    void refusesAFileThatIsNotThere() {
        final Cli cli = Cli.run("run", folder.resolve("nowhere.yaml").toString());
        assertEquals(ExitCode.USAGE, cli.status());
        assertEquals(1, cli.errLines().size(), cli.err());
    }

    @Test
    void refusesAFileThatIsNoYaml() throws IOException {
        final Path file = Files.writeString(folder.resolve("weir.yaml"), "listeners: {web: [\n");
        final Cli cli = Cli.run("run", file.toString());
        assertEquals(ExitCode.USAGE, cli.status());
        assertEquals(1, cli.errLines().size(), cli.err());
        assertTrue(cli.err().startsWith(file + ":"), cli.err());
    }

    @Test
    void refusesAddressesThatMakeNoSense() {
        final Cli cli = Cli.run("run", "--listen", "here", "--backend", "there");
        assertEquals(ExitCode.USAGE, cli.status());
        assertEquals(2, cli.errLines().size(), cli.err());
    }

    @Test
    void endsWellOnASignal() throws Exception {
        try (CliProcess cli = new CliProcess("run", write(0).toString())) {
            cli.awaitLine(LISTENING);
            cli.terminate();
            assertTrue(cli.rest().stream().anyMatch(line -> line.startsWith("stopped: ")));
            assertEquals(ExitCode.FINE, cli.awaitEnd());
        }
    }

    private Path write(int port) throws IOException {
        return Files.writeString(folder.resolve("weir.yaml"), """
                listeners:
                  web: {bind: 127.0.0.1:%d, pool: app}
                pools:
                  app: {backends: [127.0.0.1:9, 127.0.0.1:10]}
                """.formatted(port));
    }

    private static void connect(String line) throws IOException {
        final URI url = URI.create(line.split(" ")[2]);
        new Socket(url.getHost(), url.getPort()).close();
    }
}
