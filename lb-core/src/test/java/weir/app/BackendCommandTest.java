package weir.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("system")
final class BackendCommandTest {
    @Test
    void saysWhereItIsAndServesUntilItIsStopped() throws Exception {
        try (RunningCli cli = new RunningCli("backend", "--port", "0", "--name", "b7", "--fail-rate", "1")) {
            final String line = cli.awaitLine("demo backend b7 on http://127.0.0.1:");
            assertEquals(500, status(line.split(" on ")[1]));
            assertEquals(ExitCode.FINE, cli.stop());
        }
        await("no thread is left").until(() -> threads().noneMatch(name -> name.startsWith("b7")));
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final String port = Integer.toString(taken.getLocalPort());
            final Cli cli = Cli.run("backend", "--port", port, "--name", "b1");
            assertEquals(ExitCode.USAGE, cli.status());
            assertEquals("weir: demo backend b1: 127.0.0.1:" + port + " is in use\n", cli.err());
        }
    }

    @Test
    void refusesAnAddressOfAnotherHost() {
        final Cli cli = Cli.run("backend", "--port", "0", "--bind", "192.0.2.1"); // RFC 5737: nobody has it
        assertEquals(ExitCode.USAGE, cli.status());
        assertEquals(1, cli.errLines().size(), cli.err());
        assertTrue(cli.err().contains("cannot listen on 192.0.2.1:0"), cli.err());
    }

    @Test
    void endsWellOnASignal() throws Exception {
        try (CliProcess cli = new CliProcess("backend", "--port", "0")) {
            cli.awaitLine("demo backend backend-");
            cli.terminate();
            assertEquals(ExitCode.FINE, cli.awaitEnd());
        }
    }

    private static int status(String url) throws IOException, InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
    }
}
