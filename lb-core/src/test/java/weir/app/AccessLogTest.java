package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.model.ExchangeEnd;
import weir.stats.Counter;

/** A whole balancer with an access log: what is in the file after each way to end. */
@Timeout(60)
class AccessLogTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 5\r\n\r\nhello";
    private static final String GET = "GET /some/path?x=1 HTTP/1.1\r\nHost: example.com\r\n\r\n";

    @TempDir
    private Path folder;

    private ServerSocket backend;
    private Weir weir;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        backend = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        daemon(this::acceptAll);
        file = folder.resolve("access.log");
        weir = start(file, "none");
    }

    @AfterEach
    void stop() throws IOException {
        weir.stop();
        backend.close();
    }

    /**
     * While a thread accepts, the JDK closes only when that one has noticed, and until then the kernel goes on
     * accepting.
     */
    private void closeBackend() throws IOException {
        final int port = backend.getLocalPort();
        backend.close();
        Awaitility.await().until(() -> {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return false;
            } catch (ConnectException e) {
                return true;
            }
        });
    }

    private Weir start(Path log, String health) throws Exception {
        final String yaml = """
                loops: 1
                shutdown: 1s
                log: {access: '%s'}
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app, trusted: [127.0.0.0/8], timeouts: {linger: 0ms}}
                pools:
                  app: {backends: [{id: one, address: 127.0.0.1:%d}], health: %s}
                """.formatted(log, backend.getLocalPort(), health);
        return Weir.start(assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", yaml))
                .configuration());
    }

    @Test
    void writesALineForAServedRequest() throws Exception {
        try (Socket client = connect()) {
            send(client, GET);
            expectsResponse(client, OK.length());
            send(
                    client,
                    "POST /x HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.7\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            expectsResponse(client, OK.length());
        }
        final List<String> lines = awaitLines(2);
        expects(
                lines.get(0),
                "listener=web client=127.0.0.1 method=\"GET\" target=\"/some/path?x=1\" host=\"example.com\" version=1.1"
                        + " status=200 end=served fault=- pool=app backend=one reused=no retries=0 request_bytes=0"
                        + " response_bytes=5 ");
        expects(lines.get(1), "client=192.0.2.7 method=\"POST\" target=\"/x\"", "reused=yes", "request_bytes=3 ");
        assertTrue(lines.get(0)
                .matches("time=20\\S+Z .* total_us=\\d+ head_us=\\d+ queue_us=- connect_us=\\d+ response_us=\\d+"));
    }

    @Test
    void writesALineForEachPipelinedRequest() throws Exception {
        try (Socket client = connect()) {
            send(client, GET + "HEAD /2 HTTP/1.1\r\nHost: h\r\n\r\n" + "BAD\001 /3");
            final List<String> lines = awaitLines(3);
            expects(lines.get(0), "target=\"/some/path?x=1\"", "end=served");
            expects(lines.get(1), "target=\"/2\"", "end=served");
            expects(
                    lines.get(2),
                    "target=- host=- version=- status=400 end=refused fault=bad_method pool=- backend=- ");
        }
    }

    @Test
    void writesTheFaultOfARefusedRequest() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /a HTTP/1.1\r\nHost: example.com\r\nContent-Length: x\r\n\r\n");
            expects(
                    awaitLines(1).get(0),
                    "method=\"GET\" target=\"/a\" host=\"example.com\" version=1.1 status=400 end=refused"
                            + " fault=bad_content_length pool=- backend=- reused=no retries=0 request_bytes=0"
                            + " response_bytes=0 ",
                    "connect_us=- response_us=-");
        }
    }

    @Test
    void writesWhatCameOfAHeadThatIsRefusedBeforeItsEnd() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /a HTTP/1.1\r\nHost : h\r\n");
            expects(
                    awaitLines(1).get(0),
                    "client=127.0.0.1 method=\"GET\" target=\"/a\" host=- version=1.1 status=400 end=refused"
                            + " fault=space_before_colon ",
                    "head_us=-");
        }
    }

    @Test
    void nobodyForgesALine() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /\"\\status=200 HTTP/1.1\r\nHost: a\r\n\r\n");
            final String line = awaitLines(1).get(0);
            assertTrue(line.contains(" target=\"/\\\"\\\\status=200\" ") || line.contains(" end=refused "), line);
        }
    }

    @Test
    void writesWhyTheBackendCouldNotServe() throws Exception {
        closeBackend();
        try (Socket client = connect()) {
            send(client, GET);
            expects(
                    awaitLines(1).get(0),
                    "status=502 end=upstream_connect_refused fault=- pool=app backend=one",
                    "connect_us=- ");
        }
    }

    @Test
    void writesThatThereWasNoBackend() throws Exception {
        weir.stop();
        closeBackend();
        weir = start(file, "{type: tcp, interval: 10ms, timeout: 5ms, fall: 1}");
        Awaitility.await().until(() -> {
            try (Socket client = connect()) {
                send(client, GET);
                client.getInputStream().read();
            }
            return Files.readString(file)
                    .contains(" status=503 end=no_healthy_backend fault=- pool=app backend=- reused=no retries=0 ");
        });
    }

    @Test
    void writesALineForAClientThatGoesAway() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
            Awaitility.await().until(() -> weir.total(Counter.REQUESTS) == 1);
            client.setSoLinger(true, 0); // a reset
        }
        expects(awaitLines(1).get(0), "target=\"/never\"", "status=0 end=client_gone fault=- pool=app backend=one ");
    }

    @Test
    void writesALineForAnExchangeThatOutlastsTheStop() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
            Awaitility.await().until(() -> weir.total(Counter.REQUESTS) == 1);
            weir.stop();
            expects(awaitLines(1).get(0), "target=\"/never\"", "status=0 end=stopped ");
        }
    }

    @Test
    void everyEndHasItsLine() throws Exception {
        writesALineForEachPipelinedRequest();
        weir.stop();
        long ends = 0;
        for (ExchangeEnd end : ExchangeEnd.values()) {
            ends += weir.total(end);
        }
        assertEquals(ends, Files.readAllLines(file).size());
        assertEquals(0, weir.total(Counter.LOG_DROPS));
    }

    @Test
    void refusesToStartWithoutItsFile() {
        final Path missing = folder.resolve("missing/access.log");
        final StartFailure failure = assertThrows(StartFailure.class, () -> start(missing, "none"));
        assertEquals(
                "log.access: " + missing + " cannot be opened: its directory does not exist", failure.getMessage());
        assertEquals(
                "log.access: " + folder + " cannot be opened: Is a directory",
                assertThrows(StartFailure.class, () -> start(folder, "none")).getMessage());
    }

    private List<String> awaitLines(int count) {
        return Awaitility.await().until(() -> Files.readAllLines(file), lines -> lines.size() >= count);
    }

    private static void expects(String line, String... parts) {
        for (String part : parts) {
            assertTrue((line + " ").contains(part), line);
        }
    }

    private Socket connect() throws IOException {
        final Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), weir.listeners().get(0).port());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void expectsResponse(Socket from, int bytes) throws IOException {
        final String response = new String(from.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
        assertTrue(response.startsWith("HTTP/1.1 200 OK\r\n") && response.endsWith("\r\n\r\nhello"), response);
    }

    // --- a backend that answers what ends in an empty line, but never /never

    private void acceptAll() throws IOException {
        while (true) {
            final Socket accepted = backend.accept();
            daemon(() -> answer(accepted));
        }
    }

    private static void answer(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        final StringBuilder request = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0;
                c = socket.getInputStream().read()) {
            request.append((char) c);
            final boolean isChunked = request.indexOf("chunked") >= 0;
            if (endsWith(request, isChunked ? "\r\n0\r\n\r\n" : "\r\n\r\n") && request.indexOf("/never") < 0) {
                send(socket, request.indexOf("HEAD") == 0 ? OK.substring(0, OK.length() - 5) : OK);
                request.setLength(0);
            }
        }
    }

    private static boolean endsWith(StringBuilder text, String end) {
        return text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0;
    }

    private interface Body {
        void run() throws IOException;
    }

    private static void daemon(Body body) {
        final Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (IOException e) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
