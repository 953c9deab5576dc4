package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The admin API of the real jar, for those who mean well and for those who do not. */
@Tag("system")
@Timeout(90)
final class AdminIT {
    private static final String TOKEN = "0123456789abcdef";
    private static final String CHECK = ", health: {type: tcp, interval: 200ms, timeout: 100ms, rise: 1, fall: 1}";
    private static final String CHANGE = "PUT /api/pools/app/backends/x HTTP/1.1\r\nHost: localhost\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    private DemoBackendProcess backend;
    private WeirProcess weir;

    private void start(String admin) throws IOException {
        backend = stage.demoBackend("b1");
        weir = stage.weir(Yaml.of("loops: 2\nadmin: " + admin, CHECK, backend.port()));
    }

    private void start() throws IOException {
        start("{bind: 127.0.0.1:0}");
    }

    private RawClient admin() throws IOException {
        return stage.client(weir.adminPort());
    }

    private RawResponse ask(String request) throws IOException {
        final RawClient client = admin();
        client.send(request);
        return client.read().whole();
    }

    private static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", fields)
                + (fields.length == 0 ? "\r\n" : "\r\n\r\n");
    }

    private String text(String path) throws IOException {
        final RawResponse response = ask(get(path));
        assertEquals(200, response.status());
        return response.text();
    }

    @Test
    void tellsTheNumbersOfWhatClientsHaveSent() throws Exception {
        start();
        final RawClient client = stage.client(weir.port());
        for (int i = 0; i < 28; i++) {
            final int status = i < 20 ? 200 : i < 25 ? 404 : 503;
            assertEquals(status, client.get("/?status=" + status).status());
        }
        await().atMost(Child.PATIENCE).until(() -> text("/api/pools").contains("\"requests\" : 28"));
        final String json = text("/api/pools");
        for (String part : List.of("\"2xx\" : 20", "\"4xx\" : 5", "\"5xx\" : 3", "\"none\" : 0", "\"total\" : 0")) {
            assertTrue(json.contains(part), part + " in " + json);
        }
        assertTrue(text("/api/listeners").contains("\"2xx\" : 20"));
        final String metrics = text("/metrics");
        final String labels = "\\{backend=\"127.0.0.1:" + backend.port() + "\",pool=\"app\"";
        assertEquals(20, sample(metrics, "weir_requests_total\\{listener=\"web\",status=\"2xx\"}"));
        assertEquals(5, sample(metrics, "weir_backend_requests_total" + labels + ",status=\"4xx\"}"));
        assertEquals(28, sample(metrics, "weir_backend_latency_seconds_count" + labels + "}"));
        assertEquals(28, sample(metrics, "weir_exchange_ends_total\\{end=\"served\"}"));
        assertEquals(1, sample(metrics, "weir_connections\\{listener=\"web\"}"));
    }

    @Test
    void tellsWhereARequestWouldGo() throws Exception {
        backend = stage.demoBackend("b1");
        final DemoBackendProcess other = stage.demoBackend("b2");
        weir = stage.weir(Yaml.of(
                "loops: 2\nadmin: {bind: 127.0.0.1:0}",
                ", balance: {algorithm: maglev, key: header:X-User}" + CHECK,
                backend.port(),
                other.port()));
        final RawClient client = stage.client(weir.port());
        for (int user = 0; user < 20; user++) {
            final String name = "J%20%C3%B6" + user;
            final String json = text(
                    "/api/explain?pool=app&client=1.2.3.4&path=/x%3Fy&loop=" + user % 2 + "&header.X-User=" + name);
            assertTrue(json.contains("\"loop\" : \"loop-" + user % 2 + '"'), json);
            assertTrue(json.contains("\"has_key\" : true"), json);
            client.send("GET /x?y HTTP/1.1\r\nHost: x\r\nX-User: J \u00c3\u00b6" + user + "\r\n\r\n");
            final String served = client.read().whole().text().contains("b1") ? "" + backend.port() : "" + other.port();
            assertTrue(json.contains("\"winner\" : \"127.0.0.1:" + served + '"'), user + ": " + json);
        }
        assertEquals(400, ask(get("/api/explain")).status());
        assertEquals(400, ask(get("/api/explain?pool=app&x=%zz")).status());
        assertEquals(400, ask(get("/api/explain?pool=app&loop=2")).status());
        assertEquals(404, ask(get("/api/explain?pool=ap")).status());
        assertEquals(
                405,
                ask("PUT /api/explain HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 2\r\n\r\n{}")
                        .status());
    }

    private static double sample(String metrics, String pattern) {
        final Matcher line =
                Pattern.compile("^" + pattern + " (\\S+)$", Pattern.MULTILINE).matcher(metrics);
        assertTrue(line.find(), pattern);
        return Double.parseDouble(line.group(1));
    }

    /** What, status, request; ~ is a line end. One process for all, as starting one takes longest. */
    private static final List<List<String>> REFUSED = List.of(
            List.of("another name", "421", "GET /api HTTP/1.1~Host: evil.example~~"),
            List.of("another name, no token needed", "421", "GET /live HTTP/1.1~Host: evil.example~~"),
            List.of("no host", "400", "GET /api HTTP/1.1~~"),
            List.of("no token", "401", "GET /api HTTP/1.1~Host: localhost~~"),
            List.of("no token, no such path", "401", "GET /nix HTTP/1.1~Host: localhost~~"),
            List.of(
                    "a wrong token",
                    "401",
                    "GET /api HTTP/1.1~Host: localhost~Authorization: Bearer 0123456789abcdeF~~"),
            List.of(
                    "a token twice",
                    "401",
                    "GET /api HTTP/1.1~Host: localhost~Authorization: Bearer TOKEN~Authorization: Bearer TOKEN~~"),
            List.of("garbage", "400", "\u0001\u0002\u0003\u00ff~~"),
            List.of("TLS", "400", "\u0016\u0003\u0001\u0002\u0000\u0001~"),
            List.of("no number", "400", "GET /api HTTP/1.1~Host: localhost~Content-Length: x~~"),
            List.of(
                    "two lengths",
                    "400",
                    "GET /api HTTP/1.1~Host: localhost~Content-Length: 1~Transfer-Encoding: chunked~~"),
            List.of("another protocol", "505", "GET /api HTTP/3.0~Host: localhost~~"),
            List.of("a huge body", "413", "PUT /api HTTP/1.1~Host: localhost~Content-Length: 65537~~"),
            List.of(
                    "another site",
                    "403",
                    "PUT /api HTTP/1.1~Host: localhost~Origin: http://evil.example~Authorization: Bearer TOKEN~~"),
            List.of(
                    "no JSON",
                    "415",
                    "PUT /api HTTP/1.1~Host: localhost~Content-Length: 2~Authorization: Bearer TOKEN~~{}"),
            List.of("no such method", "405", "BREW /api HTTP/1.1~Host: localhost~Authorization: Bearer TOKEN~~"),
            List.of("a tunnel", "501", "CONNECT localhost:22 HTTP/1.1~Host: localhost:22~~"),
            List.of(
                    "a broken escape",
                    "404",
                    "GET /api/pools/%zz HTTP/1.1~Host: localhost~Authorization: Bearer TOKEN~~"));

    @Test
    void refusesWhatIsNotInOrder() throws Exception {
        start("{bind: 127.0.0.1:0, token: " + TOKEN + "}");
        for (List<String> row : REFUSED) {
            refuses(row.get(0), Integer.parseInt(row.get(1)), row.get(2));
        }
        assertEquals(200, ask(get("/api", "Authorization: Bearer " + TOKEN)).status());
    }

    private void refuses(String what, int status, String request) throws IOException {
        final RawResponse response = ask(request.replace("~", "\r\n").replace("TOKEN", TOKEN));
        assertEquals(status, response.status(), what);
        assertEquals("application/problem+json", response.field("Content-Type"), what);
        assertEquals("no-store", response.field("Cache-Control"), what);
        final String text = response.text();
        assertTrue(text.contains("\"status\" : " + status), text);
        assertFalse(text.contains("Exception") || text.contains("weir.admin"), text);
    }

    @Test
    void refusesABodyInChunksThatNeverEnds() throws Exception {
        start();
        final RawClient client = admin();
        client.send(CHANGE + "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n");
        for (int i = 0; i < 70; i++) {
            client.send("400\r\n" + " ".repeat(1024) + "\r\n");
        }
        assertEquals(413, client.read().status());
    }

    @Test
    void readsABodyInAllItsForms() throws Exception {
        start();
        final String type = "Content-Type: application/json\r\n";
        assertEquals(
                404,
                ask(CHANGE + type + "Content-Length: 12\r\n\r\n{\"weight\":1}").status());
        final String chunks = "5\r\n{\"wei\r\n7\r\nght\":1}\r\n0\r\n\r\n";
        assertEquals(
                404,
                ask(CHANGE + type + "Transfer-Encoding: chunked\r\n\r\n" + chunks)
                        .status());
        final RawClient patient = admin();
        patient.send(CHANGE + type + "Content-Length: 12\r\nExpect: 100-continue\r\n\r\n");
        assertEquals(100, patient.readHead().status());
        patient.send("{\"weigt\":1}");
        patient.send(" ");
        final RawResponse response = patient.read().whole();
        assertEquals(400, response.status());
        assertTrue(response.text().contains("did you mean"), response.text());
    }

    @Test
    void slowClientsHoldUpNobody() throws Exception {
        start();
        final List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            final RawClient client = admin();
            client.send(i % 2 == 0 ? "GET /api HTT" : CHANGE + "Content-Length: 9\r\n\r\n{");
            slow.add(client);
            if (i % 50 == 49) {
                assertEquals(200, ask(get("/live")).status());
                assertEquals(200, ask(get("/metrics")).status());
            }
        }
        final RawClient greedy = stage.add(new RawClient(weir.adminPort(), 4096));
        for (int i = 0; i < 200; i++) {
            greedy.send(get("/metrics")); // and reads nothing
            if (i % 100 == 99) {
                assertEquals(200, ask(get("/live")).status());
            }
        }
        assertEquals(200, ask(get("/api/pools")).status());
        weir.terminate();
        assertEquals(0, weir.awaitEnd(), "they do not hold up the stop, either");
    }

    @Test
    void answersAPipelineInOrder() throws Exception {
        start();
        final RawClient client = admin();
        client.send((get("/live") + get("/nix") + get("/api/version")).repeat(400));
        for (int i = 0; i < 400; i++) {
            assertEquals(200, client.read().whole().status());
            assertEquals(404, client.read().whole().status());
            assertTrue(client.read().whole().text().contains("java"));
        }
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        start();
        final RawClient client = admin();
        client.send(get("/api").replace("GET", "HEAD"));
        assertEquals(200, client.readHead().status());
        client.send(get("/live"));
        assertEquals(200, client.read().whole().status(), "nothing of a body stood between");
    }

    @Test
    void takesABackendOutAndBackIn() throws Exception {
        start();
        final String path = "/api/pools/app/backends/127.0.0.1:" + backend.port();
        assertEquals(200, RawClient.getOnce(weir.port(), "/").status());
        final RawResponse out = change("PUT", path, "{\"state\": \"maintenance\", \"weight\": 2}");
        assertEquals(200, out.status());
        final String json = out.text();
        assertTrue(json.contains("\"state\" : \"maintenance\"") && json.contains("\"usable\" : false"), json);
        assertEquals(503, ask(get("/ready")).status());
        await().atMost(Child.PATIENCE)
                .until(() -> RawClient.getOnce(weir.port(), "/").status() == 503);
        assertEquals(200, change("PUT", path, "{\"state\": \"ready\"}").status());
        await().atMost(Child.PATIENCE)
                .until(() -> RawClient.getOnce(weir.port(), "/").status() == 200);
        assertTrue(text(path).contains("\"weight\" : 2"), "what was set stays");
        assertEquals(404, change("DELETE", path + "0", "").status());
    }

    private RawResponse change(String method, String path, String body) throws IOException {
        return ask(method + " " + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    @Test
    void isReadyAsLongAsThereIsABackendAndNoStop() throws Exception {
        start();
        assertEquals(200, ask(get("/ready")).status());
        backend.child().freeze();
        backend.child().kill();
        await().atMost(Child.PATIENCE).until(() -> ask(get("/ready")).status() == 503);
        assertEquals(200, ask(get("/live")).status());
    }

    @Test
    void saysThatItStopsWhileTheLastExchangeRuns() throws Exception {
        start();
        final RawClient client = stage.client(weir.port());
        client.sendGet("/?delay=3s", "HTTP/1.1");
        await().atMost(Child.PATIENCE).until(() -> text("/api/pools").contains("\"in_flight\" : 1"));
        final RawClient connected = admin();
        assertEquals(200, ofAdmin(connected, "/ready").status());
        weir.terminate();
        await("nobody new").atMost(Child.PATIENCE).until(() -> !RawClient.canConnect(weir.adminPort()));
        final RawResponse readiness = ofAdmin(connected, "/ready");
        assertEquals(503, readiness.status());
        assertTrue(readiness.text().contains("stopping"));
        connected.close();
        assertEquals(200, client.read().whole().status());
        assertEquals(0, weir.awaitEnd());
    }

    @Test
    void theCommandPrintsATable() throws Exception {
        start("{bind: 127.0.0.1:0, token: " + TOKEN + "}");
        final Folder folder = stage.add(Folder.make());
        final String token =
                Files.writeString(folder.path().resolve("token"), TOKEN + "\n").toString();
        final Child table = status("--token-file", token);
        assertEquals(0, table.awaitEnd(), table::toString);
        assertEquals(2, table.out().size(), table::toString);
        assertTrue(table.out().get(0).matches("POOL +BACKEND +ADDRESS +HEALTH .*"), table::toString);
        assertTrue(table.out().get(1).matches("app +127.0.0.1:[0-9]+ .* up +ready +1 +0 +0 +0 .*"), table::toString);
        final Child stranger = status();
        assertEquals(1, stranger.awaitEnd(), stranger::toString);
        assertEquals(1, stranger.err().size(), stranger::toString);
        assertTrue(stranger.err().get(0).contains("401: a token is needed"), stranger::toString);
        assertEquals(0, status("--token-file", token, "--json").awaitEnd());
    }

    private Child status(String... options) throws IOException {
        final List<String> arguments =
                new ArrayList<>(List.of("status", "--admin", "http://127.0.0.1:" + weir.adminPort()));
        arguments.addAll(List.of(options));
        return stage.add(Child.start(Jar.command(List.of("-Xmx64m"), arguments)));
    }

    private static RawResponse ofAdmin(RawClient connected, String path) throws IOException {
        connected.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return connected.read().whole();
    }
}
