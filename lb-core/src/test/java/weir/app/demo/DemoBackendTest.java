package weir.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

@Tag("system")
final class DemoBackendTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SHA256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String LINE = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.\n";

    private DemoBackend backend;

    @BeforeEach
    void start() throws IOException {
        start(Delay.NONE, 0);
    }

    private void start(Delay delay, double failRate) throws IOException {
        backend = DemoBackend.start(
                new DemoBackend.Options(new InetSocketAddress("127.0.0.1", 0), "b1", delay, failRate));
    }

    @AfterEach
    void stop() {
        backend.stop();
        await("no thread is left")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> threads().noneMatch(name -> name.startsWith("b1") || name.startsWith("HTTP-Dispatcher")));
    }

    @Test
    void describesTheRequest() throws Exception {
        final HttpRequest request = request("/some/path?x=1")
                .header("X-Twice", "one")
                .header("X-Twice", "two")
                .method("PATCH", BodyPublishers.ofString("hello"))
                .build();
        final HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
        final Map<String, Object> echo = json(response);

        assertEquals(200, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("b1", response.headers().firstValue("X-Backend").orElseThrow());
        assertEquals("PATCH", echo.get("method"));
        assertEquals("/some/path?x=1", echo.get("target"));
        assertEquals("HTTP/1.1", echo.get("version"));
        assertEquals(Map.of("bytes", 5, "sha256", SHA256_OF_HELLO, "text", "hello"), echo.get("body"));
        final Map<?, ?> headers = (Map<?, ?>) echo.get("headers");
        assertEquals(List.of("one", "two"), headers.get("x-twice"));
        assertEquals(List.of("127.0.0.1:" + port()), headers.get("host"));
    }

    @Test
    void saysWhoAnswersWhomAndCounts() throws Exception {
        final Map<String, Object> first = json(get("/"));
        final Map<String, Object> second = json(get("/"));
        assertEquals("b1", first.get("backend"));
        assertEquals(port(), first.get("port"));
        assertEquals((int) ProcessHandle.current().pid(), first.get("pid"));
        assertTrue(first.get("client").toString().matches("127\\.0\\.0\\.1:[0-9]+"));
        assertEquals(List.of(1, 2), List.of(first.get("sequence"), second.get("sequence")));
    }

    @Test
    void showsTheFirstPartOfALongTextWithoutBreakingACharacter() throws Exception {
        final Map<?, ?> body = body("x" + "é".repeat(2_000)); // the cut after 1,024 bytes is inside a character
        assertEquals(4_001, body.get("bytes"));
        assertEquals("x" + "é".repeat(511), body.get("text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\u001b[31m"})
    void showsNoTextOfABinaryBody(String content) throws Exception {
        assertNull(body(content).get("text"));
    }

    @Test
    void showsNoTextOfMalformedUtf8() throws Exception {
        final HttpRequest request = request("/")
                .POST(BodyPublishers.ofByteArray(new byte[] {'a', (byte) 0xe9, 'b'}))
                .build();
        final Map<String, Object> echo = json(CLIENT.send(request, BodyHandlers.ofString()));
        assertNull(((Map<?, ?>) echo.get("body")).get("text"));
    }

    @Test
    void takesAnUploadMuchLargerThanItsBuffers() throws Exception {
        final byte[] block = new byte[1 << 20];
        final HttpRequest request = request("/up")
                .PUT(BodyPublishers.ofByteArrays(Collections.nCopies(64, block)))
                .build();
        final Map<String, Object> echo = json(CLIENT.send(request, BodyHandlers.ofString()));
        assertEquals(64 << 20, ((Map<?, ?>) echo.get("body")).get("bytes"));
    }

    @Test
    void sendsAsManyBytesAsWantedWithTheirLength() throws Exception {
        final HttpResponse<String> response = get("/?bytes=100");
        assertEquals("100", response.headers().firstValue("Content-Length").orElseThrow());
        assertEquals((LINE + LINE).substring(0, 100), response.body());
    }

    @Test
    void sendsAsManyBytesAsWantedWithoutTheirLength() throws Exception {
        final HttpResponse<InputStream> response =
                CLIENT.send(request("/?bytes=9MiB&chunked=true").build(), BodyHandlers.ofInputStream());
        assertEquals(
                "chunked", response.headers().firstValue("Transfer-Encoding").orElseThrow());
        assertEquals(LINE.repeat((9 << 20) / 64), new String(response.body().readAllBytes(), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?bytes=0", "/?bytes=0&chunked=true"})
    void sendsNoBytesWhenNoneAreWanted(String target) throws Exception {
        assertEquals("", get(target).body());
    }

    @ParameterizedTest
    @CsvSource({"/?bytes=1GiB, 1073741824", "/health, 21", "/?status=404&bytes=7, 7"})
    void answersHeadWithTheLengthAndNothingElse(String target, String length) throws Exception {
        final HttpResponse<String> response = send("HEAD", target);
        assertEquals(length, response.headers().firstValue("Content-Length").orElseThrow());
        assertEquals("", response.body());
        assertEquals(200, get("/health").statusCode()); // on the same connection, which must be in step
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 205, 304, 404, 500, 599})
    void answersWithTheStatusWanted(int status) throws Exception {
        final HttpResponse<String> response = get("/?status=" + status);
        assertEquals(status, response.statusCode());
        assertEquals(
                status == 204 || status == 205 || status == 304, response.body().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?abort=before",
                "/?abort=middle",
                "/?abort=middle&chunked=true",
                "/?sse=4&every=0ms&abort=middle"
            })
    void closesTheConnectionWhenAskedTo(String target) {
        assertThrows(IOException.class, () -> get(target));
    }

    @Test
    void sendsHalfOfWhatItPromisedBeforeItCloses() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port())) { // the JDK's client shows no part of a broken body
            final String request = "GET /?bytes=200000&abort=middle HTTP/1.1\r\nHost: b1\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            final String response = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertTrue(response.contains("Content-length: 200000\r\n"), response);
            assertEquals(100_000, response.length() - response.indexOf("\r\n\r\n") - 4);
        }
    }

    @Test
    void sendsEachEventWhenItIsDue() throws Exception {
        final HttpResponse<InputStream> response =
                CLIENT.send(request("/?sse=2&every=10m").build(), BodyHandlers.ofInputStream());
        assertEquals(
                "text/event-stream",
                response.headers().firstValue("Content-Type").orElseThrow());
        final String first = "id: 1\ndata: event 1 of 2 from b1\n\n";
        assertEquals(
                first, new String(response.body().readNBytes(first.length()), UTF_8)); // the second is minutes away
        backend.stop();
        assertThrows(IOException.class, () -> response.body().read());
    }

    @Test
    void endsAfterTheLastEvent() throws Exception {
        final String events = get("/?sse=3&every=1ms").body();
        assertEquals(3, events.lines().filter(line -> line.startsWith("data: ")).count());
        assertTrue(events.endsWith("data: event 3 of 3 from b1\n\n"), events);
    }

    @Test
    void takesTheTimeARequestAsksFor() throws Exception {
        final long startNs = System.nanoTime();
        assertEquals(200, get("/?delay=150ms").statusCode());
        assertTrue(System.nanoTime() - startNs >= 150_000_000L);
    }

    @Test
    void takesItsOwnTimeUnlessARequestAsksForAnother() throws Exception {
        backend.stop();
        start(new Delay(100, 120), 0);
        final long startNs = System.nanoTime();
        assertEquals(200, get("/").statusCode());
        assertTrue(System.nanoTime() - startNs >= 100_000_000L);
        backend.stop();
        start(new Delay(600_000, 600_000), 0);
        assertEquals(200, get("/?delay=0ms").statusCode());
    }

    @Test
    void failsTheShareOfRequestsItIsToldTo() throws Exception {
        backend.stop();
        start(Delay.NONE, 1);
        final HttpResponse<String> response = get("/");
        assertEquals(500, response.statusCode());
        assertEquals("b1 fails on purpose", json(response).get("error"));
        assertEquals(200, get("/health").statusCode());
    }

    @Test
    void failsEveryRequestUntilToldToRecover() throws Exception {
        assertEquals(true, json(send("POST", "/fail")).get("failing"));
        assertEquals(500, get("/").statusCode());
        assertEquals(503, get("/health").statusCode());
        assertEquals(false, json(send("POST", "/recover")).get("failing"));
        assertEquals(200, get("/").statusCode());
        assertEquals(200, get("/health").statusCode());
    }

    @Test
    void recoversByItselfAfterTheTimeGiven() throws Exception {
        send("POST", "/fail?for=10m");
        assertEquals(500, get("/").statusCode());
        send("POST", "/fail?for=50ms");
        await().until(() -> get("/").statusCode() == 200);
    }

    @Test
    void isDownForHealthChecksOnly() throws Exception {
        assertEquals(Map.of("status", "up"), json(get("/health")));
        assertEquals("down", json(send("POST", "/health/down")).get("health"));
        assertEquals(503, get("/health").statusCode());
        assertEquals(503, send("HEAD", "/health").statusCode());
        assertEquals(200, get("/").statusCode());
        assertEquals("up", json(send("POST", "/health/up")).get("health"));
        assertEquals(200, get("/health").statusCode());
    }

    @ParameterizedTest
    @CsvSource({"GET, /fail, POST", "GET, /recover, POST", "DELETE, /health/down, POST", "POST, /health, 'GET, HEAD'"})
    void changesNothingByTheWrongMethod(String method, String target, String allowed) throws Exception {
        final HttpResponse<String> response = send(method, target);
        assertEquals(405, response.statusCode());
        assertEquals(allowed, response.headers().firstValue("Allow").orElseThrow());
        assertEquals(200, get("/health").statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/?status=99        | status: '99', must be a number 200..599",
                "/?status=600       | status: '600', must be a number 200..599",
                "/?status=          | status: '', must be a number 200..599",
                "/?abort=now        | abort: 'now', must be before or middle",
                "/?bytes=1GB        | bytes: '1GB', must be a size such as 1000, 16KiB, 10MiB or 1GiB",
                "/?chunked=yes      | chunked: 'yes', must be true or false",
                "/?sse=0            | sse: '0', must be a number 1..1000000",
                "/?every=5          | every: '5', must be a time up to 10m such as 200ms or 10s",
                "/?delay=5ms..x     | delay: '5ms..x', must be a time up to 10m such as 50ms or 2s, or a range such as"
                        + " 5ms..50ms"
            })
    void refusesParametersItCannotUnderstand(String target, String error) throws Exception {
        final HttpResponse<String> response = get(target);
        assertEquals(400, response.statusCode());
        assertEquals(error, json(response).get("error"));
    }

    @Test
    void refusesAnOutageOfUnknownLength() throws Exception {
        final HttpResponse<String> response = send("POST", "/fail?for=ever");
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("for: 'ever', must be"), response.body());
        assertEquals(200, get("/").statusCode());
    }

    @Test
    void caresNotForParametersOfOthers() throws Exception {
        assertEquals(200, get("/?id=5&flag&=&a=%26b").statusCode());
    }

    @Test
    void namesItselfAfterItsPort() throws Exception {
        backend.stop();
        backend =
                DemoBackend.start(new DemoBackend.Options(new InetSocketAddress("127.0.0.1", 0), null, Delay.NONE, 0));
        assertEquals("backend-" + port(), json(get("/")).get("backend"));
        assertEquals("backend-" + port(), backend.name());
    }

    @Test
    void refusesAPortThatIsTaken() {
        final DemoBackend.Options options = new DemoBackend.Options(backend.address(), "b2", Delay.NONE, 0);
        assertThrows(IOException.class, () -> DemoBackend.start(options));
        assertTrue(threads().noneMatch(name -> name.startsWith("b2")));
    }

    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
    }

    private int port() {
        return backend.address().getPort();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + target));
    }

    private HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return send("GET", target);
    }

    private HttpResponse<String> send(String method, String target) throws IOException, InterruptedException {
        return CLIENT.send(
                request(target).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private Map<?, ?> body(String content) throws IOException, InterruptedException {
        final HttpRequest request =
                request("/").POST(BodyPublishers.ofString(content)).build();
        return (Map<?, ?>) json(CLIENT.send(request, BodyHandlers.ofString())).get("body");
    }

    /** JSON is YAML. */
    private static Map<String, Object> json(HttpResponse<String> response) {
        return new Yaml().load(response.body());
    }
}
