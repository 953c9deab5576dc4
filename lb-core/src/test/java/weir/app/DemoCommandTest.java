package weir.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("system")
final class DemoCommandTest {
    private static final String[] DEMO = {"demo", "--port", "0", "--backend-port", "0", "--admin-port", "0"};

    @Test
    void answersFromAllThreeBackendsAndLeavesNoProcessBehind() throws Exception {
        try (RunningCli cli = new RunningCli(DEMO)) {
            cli.awaitLine("Ready. ");
            assertEquals(3, children().size());
            final String url = cli.awaitLine("listening on ").split(" ")[2];
            final Set<String> names = new HashSet<>();
            await().until(() -> {
                names.add(backendOf(url));
                return names.equals(Set.of("b1", "b2", "b3"));
            });
            assertEquals(ExitCode.FINE, cli.stop());
            assertEquals("", cli.err());
        }
        assertEquals(List.of(), children());
    }

    @Test
    void saysHowToStartAKilledBackendAgain() throws Exception {
        try (RunningCli cli = new RunningCli(DEMO)) {
            cli.awaitLine("Ready. ");
            final String second = cli.awaitLine("backend b2 on ");
            ProcessHandle.of(pid(second)).orElseThrow().destroyForcibly();
            final String line = cli.awaitLine("b2 (pid " + pid(second) + ") has ended; to start it again: java ");
            assertTrue(line.endsWith("backend --port " + port(second) + " --name b2"), line);
            await("the killed one is gone").until(() -> children().size() == 2);
        }
        assertEquals(List.of(), children());
    }

    @Test
    void startsNothingWhenThePortOfABackendIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final String port = Integer.toString(taken.getLocalPort());
            final Cli cli = Cli.run("demo", "--port", "0", "--backend-port", port, "--admin-port", "0");
            assertEquals(ExitCode.USAGE, cli.status());
            assertEquals("weir: demo backend b1: 127.0.0.1:" + port + " is in use\n", cli.err());
            assertEquals("", cli.out());
        }
        assertEquals(List.of(), children());
    }

    @Test
    void startsNothingWhenThePortOfTheBalancerIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final String port = Integer.toString(taken.getLocalPort());
            final Cli cli = Cli.run("demo", "--port", port, "--backend-port", "0", "--admin-port", "0");
            assertEquals(ExitCode.USAGE, cli.status());
            assertEquals(1, cli.errLines().size(), cli.err());
            assertTrue(cli.err().contains("127.0.0.1:" + port + " is in use"), cli.err());
        }
        assertEquals(List.of(), children());
    }

    @Test
    void endsItsChildrenOnASignal() throws Exception {
        try (CliProcess demo = new CliProcess(DEMO)) {
            demo.awaitLine("Ready. ");
            final List<ProcessHandle> children = demo.children();
            assertEquals(3, children.size());
            demo.terminate();
            assertEquals(ExitCode.FINE, demo.awaitEnd());
            assertTrue(children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void childrenEndEvenWhenTheDemoIsKilled() throws Exception {
        try (CliProcess demo = new CliProcess(DEMO)) {
            final List<String> backends = new ArrayList<>();
            for (String name : List.of("b1", "b2", "b3")) {
                backends.add(demo.awaitLine("backend " + name + " on "));
            }
            demo.awaitLine("Ready. ");
            demo.kill();
            await().until(() -> backends.stream().noneMatch(DemoCommandTest::accepts));
        }
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().toList();
    }

    private static long pid(String line) {
        return Long.parseLong(line.replaceAll(".*\\(pid ([0-9]+)\\)", "$1"));
    }

    private static int port(String line) {
        return URI.create(line.split(" ")[3]).getPort();
    }

    /** Asked this way because a process that nobody waits for may stay in the process table. */
    private static boolean accepts(String line) {
        try (Socket socket = new Socket("127.0.0.1", port(line))) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String backendOf(String url) throws IOException, InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient() // a new connection each time
                .send(request, HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("X-Backend")
                .orElseThrow();
    }
}
