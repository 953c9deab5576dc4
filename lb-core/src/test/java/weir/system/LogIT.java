package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.app.Weir;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.testkit.Project;

/** What the access log gets of real requests, by format and target; each balancer is in this process. */
@Tag("system")
@Timeout(60)
final class LogIT {
    @AutoClose
    private final Stage stage = new Stage();

    private Folder folder;
    private Path file;
    private int backend;

    @BeforeEach
    void start() throws IOException {
        folder = stage.add(Folder.make());
        file = folder.path().resolve("access.log");
        backend = stage.backend(connection -> {
                    while (connection.awaitRequest()) {
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                    }
                })
                .port();
    }

    /** @param log the keys of its section */
    private Weir weir(String log) throws Exception {
        return start(Yaml.of("loops: 1\nlog: {" + log + "}", ", health: none", backend));
    }

    private Weir start(String yaml) throws Exception {
        final Weir weir = Weir.start(assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", yaml))
                .configuration());
        stage.add(weir::stop);
        return weir;
    }

    private RawClient client(Weir weir) throws IOException {
        return stage.client(weir.listeners().get(0).port());
    }

    private static List<String> awaitLines(Path file, int count) {
        return Awaitility.await().until(() -> Files.readAllLines(file), lines -> lines.size() >= count);
    }

    @Test
    void combinedHasRefererAndUserAgentAsTheClientSentThem() throws Exception {
        final Weir weir = weir("access: " + file + ", format: combined");
        final RawClient client = client(weir);
        client.send("GET /a?b HTTP/1.1\r\nHost: x\r\nReferer: http://h/\r\nUSER-AGENT: a\"b\\\u00e9\r\n\r\n");
        client.read().whole();
        client.get("/second");
        final List<String> lines = awaitLines(file, 2);
        assertTrue(
                lines.get(0)
                        .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}] "
                                + "\"GET /a\\?b HTTP/1\\.1\" 200 5 \"http://h/\" \"a\\\\x22b\\\\x5C\\\\xE9\""),
                lines.get(0));
        assertTrue(lines.get(1).endsWith("\"GET /second HTTP/1.1\" 200 5 \"-\" \"-\""), lines.get(1));
    }

    @Test
    void commonHasNeither() throws Exception {
        client(weir("access: " + file + ", format: common")).get("/a");
        assertTrue(awaitLines(file, 1).get(0).endsWith("] \"GET /a HTTP/1.1\" 200 5"));
    }

    @Test
    void onlyWhatTheConditionHoldsForLeavesALine() throws Exception {
        final RawClient client =
                client(weir("access: " + file + ", format: common, only: 'method=POST or status>=400', sample: 100%"));
        client.get("/a");
        client.send("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        client.read().whole();
        client.get("/c");
        client.send("GET /d HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
        assertEquals(400, client.read().whole().status());
        final List<String> lines = awaitLines(file, 2);
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("\"POST /b HTTP/1.1\" 200 "), lines::toString);
        assertTrue(lines.get(1).contains("\"GET /d HTTP/1.1\" 400 "), lines::toString);
    }

    @Test
    void saysWhichAttemptsWereMade() throws Exception {
        final int nobody = FreePort.find();
        final Weir weir = start(Yaml.of(
                "loops: 1\nlog: {access: " + file + ", attempts: true}",
                ", health: none, balance: round-robin, retry: {attempts: 3, on: [connect-failure, 503]}",
                nobody,
                backend));
        final RawClient client = client(weir);
        client.get("/a");
        client.get("/b");
        final List<String> lines = awaitLines(file, 2);
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.matches(".* attempts=\"127.0.0.1:" + nobody
                                + ":upstream_connect_refused:\\d+us 127.0.0.1:" + backend + ":served:\\d+us\"")),
                lines::toString);
    }

    @Test
    void aPatternHasWhatItAsksFor() throws Exception {
        final Weir weir = start("""
                loops: 1
                log: {access: '%s', format: '{route} {path} "{header:X-A}" {cookie:id} {backend_address} {status} {end}'}
                listeners: {web: {bind: 127.0.0.1:0, pool: app, routes: [{name: api, path: /api/*, pool: app}]}}
                pools: {app: {backends: [127.0.0.1:%d], health: none}}
                """.formatted(file, backend));
        final RawClient client = client(weir);
        client.send("GET /api/x?y HTTP/1.1\r\nHost: x\r\nX-A: a\"b\r\nCookie: id=7\r\n\r\n");
        client.read().whole();
        client.get("/");
        client.send("GET /bad HTTP/1.1\r\nHost: x\r\nHost: y\r\nX-A: c\r\n\r\n");
        client.read().whole();
        final List<String> lines = awaitLines(file, 3);
        assertEquals("api /api/x \"a\\x22b\" 7 127.0.0.1:" + backend + " 200 served", lines.get(0));
        assertEquals("web / \"-\" - 127.0.0.1:" + backend + " 200 served", lines.get(1));
        assertEquals("web - \"c\" - - 400 refused", lines.get(2));
    }

    @Test
    void linesHaveFurtherFieldsAndGoByTheRoute() throws Exception {
        final Weir weir = start("""
                loops: 1
                log: {access: '%s', format: json, fields: [route, 'header:X-A', 'cookie:id'], only: "route=api"}
                listeners: {web: {bind: 127.0.0.1:0, pool: app, routes: [{name: api, path: /api/*, pool: app}]}}
                pools: {app: {backends: [127.0.0.1:%d], health: none}}
                """.formatted(file, backend));
        final RawClient client = client(weir);
        client.get("/");
        client.send("GET /api/x HTTP/1.1\r\nHost: x\r\nX-A: a\"b\r\n\r\n");
        client.read().whole();
        final List<String> lines = awaitLines(file, 1);
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(
                lines.get(0).endsWith(",\"route\":\"api\",\"header:x-a\":\"a\\\"b\",\"cookie:id\":null}"),
                lines::toString);
    }

    // --- syslog

    private static final String HEADER = "<190>1 \\d{4}-\\d\\d-\\d\\dT\\S+Z \\S+ weir \\d+ access - ";

    @Test
    void syslogOverUdpGetsADatagramForEachRequest() throws Exception {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            server.setSoTimeout((int) Child.PATIENCE.toMillis());
            final RawClient client =
                    client(weir("access: 'syslog:udp:127.0.0.1:" + server.getLocalPort() + "', format: common"));
            client.get("/a");
            client.get("/b");
            for (String target : List.of("/a", "/b")) {
                final DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
                server.receive(packet);
                final String message = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
                assertTrue(message.matches(HEADER + "127.*\"GET " + target + " HTTP/1.1\" 200 5"), message);
            }
        }
    }

    @Test
    void syslogOverUdpCountsWhatNobodyTakes() throws Exception {
        final int free = FreePort.find();
        final Weir weir = weir("access: 'syslog:udp:127.0.0.1:" + free + "'");
        final RawClient client = client(weir);
        Awaitility.await().until(() -> {
            client.get("/a");
            return weir.summary().contains("log_lines_lost ");
        });
    }

    @Test
    void syslogOverTcpCountsOctetsAndWaitsForAServerThatComesLater() throws Exception {
        final int port = FreePort.find();
        final Weir weir = weir("access: 'syslog:tcp:127.0.0.1:" + port + "', format: json");
        final RawClient client = client(weir);
        client.get("/before");
        for (String target : List.of("/first", "/second")) { // of each server, as the first one goes away
            try (ServerSocket server = listen(port)) {
                client.get(target);
                try (Socket connection = server.accept()) {
                    final List<String> targets = new ArrayList<>();
                    while (!targets.contains(target)) {
                        final String message = octets(connection.getInputStream());
                        assertTrue(message.matches(HEADER + "\\{.*}"), message);
                        targets.add(message.replaceAll(".*\"target\":\"([^\"]*)\".*", "$1"));
                    }
                    assertEquals(target.equals("/first") ? List.of("/before", "/first") : List.of("/second"), targets);
                }
            }
        }
        client.close(); // else the stop gives it time for another request
        weir.stop();
        assertFalse(weir.summary().contains("log_"), weir.summary());
    }

    private static ServerSocket listen(int port) throws IOException {
        final ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.setSoTimeout((int) Child.PATIENCE.toMillis());
        server.bind(new InetSocketAddress("127.0.0.1", port));
        return server;
    }

    /** RFC 6587 §3.4.1. */
    private static String octets(InputStream in) throws IOException {
        int length = 0;
        for (int c = in.read(); c != ' '; c = in.read()) {
            assertTrue(c >= '0' && c <= '9', () -> "no digit");
            length = 10 * length + c - '0';
        }
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }

    @Test
    void syslogOverAUnixSocketGetsLines() throws Exception {
        final Path socket = folder.path().resolve("log.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            final RawClient client = client(weir("access: 'syslog:unix:" + socket + "', format: common"));
            client.get("/a");
            client.get("/b");
            try (SocketChannel connection = server.accept();
                    Scanner in = new Scanner(connection, StandardCharsets.US_ASCII)) {
                for (String target : List.of("/a", "/b")) {
                    final String message = in.nextLine();
                    assertTrue(message.matches(HEADER + "127.*\"GET " + target + " HTTP/1.1\" 200 5"), message);
                }
            }
        }
    }

    @Test
    void aStopCountsTheLinesThatNoServerHasTaken() throws Exception {
        final Weir weir = weir("access: 'syslog:tcp:127.0.0.1:" + FreePort.find() + "'");
        final RawClient client = client(weir);
        client.get("/a");
        client.get("/b");
        client.close(); // else the stop gives it time for another request
        weir.stop();
        assertTrue(weir.summary().contains("log_lines_lost 2"), weir.summary());
    }

    // --- files

    @Test
    void noLineIsLostWhenTheFileIsMovedAgainAndAgain() throws Exception {
        final Weir weir = weir("access: " + file + ", format: common");
        final RawClient client = client(weir);
        final int rounds = 10;
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < 100; i++) {
                if (i == 50) {
                    Files.move(file, folder.path().resolve("access.log." + round));
                    weir.reopenAccessLog();
                    Awaitility.await().until(() -> Files.exists(file));
                }
                assertEquals(200, client.get("/" + round + '/' + i).status());
            }
        }
        client.close(); // else the stop gives it time for another request
        weir.stop();
        final List<String> targets = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            targets.addAll(Files.readAllLines(folder.path().resolve("access.log." + round)));
        }
        targets.addAll(Files.readAllLines(file));
        targets.replaceAll(line -> line.replaceAll(".*GET (\\S+) .*", "$1"));
        final List<String> sent = new ArrayList<>();
        for (int i = 0; i < rounds * 100; i++) {
            sent.add("/" + i / 100 + '/' + i % 100);
        }
        assertEquals(sent, targets);
    }

    @Test
    void theExamplesOfTheDocumentationServe() throws Exception {
        final Matcher examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Project.path("docs/LOGGING.md")));
        int count = 0;
        while (examples.find()) {
            final Weir weir = start(examples.group(1)
                    .replace("access: access.log", "access: " + file)
                    .replace("127.0.0.1:8080", "127.0.0.1:0")
                    .replace("127.0.0.1:9001", "127.0.0.1:" + backend));
            assertEquals(200, client(weir).get("/").status(), examples.group(1));
            count++;
        }
        assertTrue(count >= 2);
    }
}
