package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.app.Weir;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.testkit.Project;

/** What clients get in place of an error, on the wire; the balancer is in this process. */
@Tag("system")
@Timeout(60)
final class ErrorPagesIT {
    @AutoClose
    private final Stage stage = new Stage();

    private final AtomicInteger connections = new AtomicInteger();

    private Weir weir;

    private void start(String yaml) throws Exception {
        weir = Weir.start(assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", yaml))
                .configuration());
        stage.add(weir::stop);
    }

    /** @param listener further keys, each with a comma behind it; {@code pool} with one before it */
    private void start(String listener, String routes, String pool, int backend) throws Exception {
        start("""
                loops: 1
                listeners: {web: {bind: 127.0.0.1:0, %s pool: app, routes: [%s]}}
                pools: {app: {backends: [127.0.0.1:%d], health: none %s}}
                """.formatted(listener, routes, backend, pool));
    }

    /** A backend that answers each request with these bytes. */
    private int backend(String response) throws IOException {
        return stage.backend(connection -> {
                    connections.incrementAndGet();
                    while (connection.awaitRequest()) {
                        connection.send(response);
                    }
                })
                .port();
    }

    private RawClient client() throws IOException {
        return stage.client(weir.listeners().get(0).port());
    }

    private static RawResponse ask(RawClient client, String target, String lines) throws IOException {
        client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n");
        return client.read().whole();
    }

    @Test
    void theLevelClosestToTheRequestWins() throws Exception {
        start(
                "errors: {'500-599': {text: of the listener}, 400: {text: bad}},",
                "{path: /route, pool: app, errors: {502: {text: of the route}}}, {path: /other, pool: app, errors: {504: {text: x}}}",
                ", errors: {502: {text: of the pool}}",
                FreePort.find());
        final RawClient client = client();
        assertEquals("of the route", ask(client, "/route", "").text());
        assertEquals("of the pool", ask(client, "/other", "").text());
        final RawResponse response = ask(client, "/", "");
        assertEquals("of the pool", response.text());
        assertEquals(502, response.status());
        assertEquals("text/plain; charset=utf-8", response.field("Content-Type"));
        assertEquals("bad", ask(client, "/", "Host: y\r\n").text());
    }

    @Test
    void placeholdersAreEscapedForTheirType() throws Exception {
        start(
                "errors: {502: {text: '<p>{status} {pool} {path} {header:X-A}</p>', type: text/html, placeholders: true}, "
                        + "400: {text: '{{\"s\":{status},\"p\":\"{path}\"}', type: application/json, placeholders: true}},",
                "",
                "",
                FreePort.find());
        final RawClient client = client();
        assertEquals(
                "<p>502 app /a&#x26;b &#x3C;script&#x3E;</p>",
                ask(client, "/a&b?c", "X-A: <script>\r\n").text());
        assertEquals("<p>502 app / </p>", ask(client, "/", "").text());
        assertEquals("{\"s\":400,\"p\":\"\"}", ask(client, "/", "Host: y\r\n").text());
    }

    @Test
    void theBodyIsWhatTheClientAccepts() throws Exception {
        start("errors: {negotiate: true, 502: {text: <b>own</b>, type: text/html}},", "", "", FreePort.find());
        final RawClient client = client();
        assertEquals("<b>own</b>", ask(client, "/", "Accept: text/html\r\n").text());
        final RawResponse json = ask(client, "/", "Accept: application/json\r\n");
        assertEquals("{\"type\":\"about:blank\",\"title\":\"Bad Gateway\",\"status\":502}\n", json.text());
        assertEquals("application/problem+json", json.field("Content-Type"));
        assertEquals("Accept", json.field("Vary"));
        assertEquals(
                "502 upstream_connect_refused\n",
                ask(client, "/", "Accept: text/plain\r\n").text());
        assertEquals("<b>own</b>", ask(client, "/", "").text(), "what may be anything is the user's page");
    }

    @Test
    void withoutAPageTheUsualTextStaysForWhoTakesAnything() throws Exception {
        start("errors: {negotiate: true},", "", "", FreePort.find());
        final RawClient client = client();
        assertEquals(
                "502 upstream_connect_refused\n",
                ask(client, "/", "Accept: */*\r\n").text());
        final RawResponse html = ask(client, "/", "Accept: text/html,*/*;q=0.8\r\n");
        assertTrue(html.text().contains("<h1>502 Bad Gateway</h1>"), html.text());
        assertFalse(html.text().contains("refused"), html.text());
    }

    @Test
    void aBackendsErrorIsReplacedAndItsConnectionKept() throws Exception {
        start(
                "errors: {503: {text: sorry}, intercept: true},",
                "",
                "",
                backend(
                        "HTTP/1.1 503 Oops\r\nServer: secret/1.0\r\nRetry-After: 7\r\nContent-Length: 11\r\n\r\nstack trace"));
        final RawClient client = client();
        for (int i = 0; i < 3; i++) {
            final RawResponse response = ask(client, "/", "");
            assertEquals(503, response.status());
            assertEquals("sorry", response.text());
            assertEquals("7", response.field("Retry-After"));
            assertEquals(null, response.field("Server"));
        }
        assertEquals(1, connections.get());
    }

    @Test
    void ofALongErrorTheConnectionIsNotKept() throws Exception {
        start(
                "errors: {500: {text: sorry}, intercept: true},",
                "",
                "",
                backend("HTTP/1.1 500 Oops\r\nContent-Length: 10000000\r\n\r\n" + "x".repeat(1_000_000)));
        final RawClient client = client();
        for (int i = 0; i < 2; i++) {
            assertEquals("sorry", ask(client, "/", "").text());
        }
        assertEquals(2, connections.get());
    }

    @Test
    void withoutInterceptABackendsErrorGoesThrough() throws Exception {
        start(
                "errors: {503: {text: sorry}},",
                "{path: /own, pool: app, errors: {503: {text: own}, intercept: true}}",
                "",
                backend("HTTP/1.1 503 Oops\r\nContent-Length: 4\r\n\r\nback"));
        final RawClient client = client();
        assertEquals("back", ask(client, "/", "").text());
        assertEquals("own", ask(client, "/own", "").text());
        assertEquals("back", ask(client, "/", "").text());
    }

    @Test
    void theExamplesOfTheDocumentationLoadAndServe() throws Exception {
        final Path folder = stage.add(Folder.make()).path();
        Files.writeString(folder.resolve("unavailable.html"), "<h1>Back soon</h1>");
        final Matcher examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Project.path("docs/ERRORS.md")));
        int count = 0;
        while (examples.find()) {
            start(examples.group(1)
                    .replace("pages/", folder + "/")
                    .replace("127.0.0.1:8080", "127.0.0.1:0")
                    .replace("127.0.0.1:9900", "127.0.0.1:0")
                    .replace("127.0.0.1:9001", "127.0.0.1:" + FreePort.find()));
            assertEquals(502, ask(client(), "/", "").status());
            count++;
        }
        assertTrue(count >= 1);
    }

    @Test
    void maintenanceIsOneCallAndEndsByAnother() throws Exception {
        start("""
                loops: 2
                admin: {bind: 127.0.0.1:0}
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app, errors: {503: {text: page}, negotiate: true}}
                  raw: {bind: 127.0.0.1:0, pool: app, mode: tcp}
                pools: {app: {backends: [127.0.0.1:%d], health: none}}
                """.formatted(backend("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")));
        final AdminClient admin =
                new AdminClient(weir.adminAddress().orElseThrow().getPort());
        final RawClient client = client();
        assertEquals("ok", ask(client, "/", "").text());

        assertEquals(200, admin.ask("POST", "/api/maintenance", "").status());
        final RawResponse response = ask(client, "/", "");
        assertEquals(503, response.status());
        assertEquals("page", response.text());
        assertEquals("300", response.field("Retry-After"));
        assertTrue(ask(client, "/", "Accept: application/json\r\n").text().startsWith("{\"type\""));
        assertTrue(admin.text("/api/maintenance").matches("(?s).*\"web\",\\s*\"maintenance\" : true.*"));
        assertTrue(admin.text("/api/maintenance").matches("(?s).*\"raw\",\\s*\"maintenance\" : false.*"));
        assertTrue(admin.text("/metrics").contains("weir_listener_maintenance{listener=\"web\"} 1"));
        assertTrue(weir.summary().contains("maintenance 2"), weir.summary());

        final String own = "{\"listener\": \"web\", \"retry_after\": 7, \"text\": \"<p>\", \"type\": \"text/html\"}";
        assertEquals(200, admin.ask("POST", "/api/maintenance", own).status());
        final RawResponse other = ask(client, "/", "");
        assertEquals("<p>", other.text());
        assertEquals("7", other.field("Retry-After"));
        assertEquals("text/html", other.field("Content-Type"));

        assertEquals(
                200, admin.ask("DELETE", "/api/maintenance?listener=web", "").status());
        assertEquals("ok", ask(client, "/", "").text());
        assertFalse(admin.text("/api/maintenance").contains("true"));
    }

    @Test
    void maintenanceRefusesWhatItCannotDo() throws Exception {
        start("""
                admin: {bind: 127.0.0.1:0}
                listeners: {raw: {bind: 127.0.0.1:0, pool: app, mode: tcp}}
                pools: {app: {backends: [127.0.0.1:%d], health: none}}
                """.formatted(FreePort.find()));
        final AdminClient admin =
                new AdminClient(weir.adminAddress().orElseThrow().getPort());
        assertEquals(
                404,
                admin.ask("POST", "/api/maintenance", "{\"listener\": \"x\"}").status());
        assertEquals(
                409,
                admin.ask("POST", "/api/maintenance", "{\"listener\": \"raw\"}").status());
        for (String bad :
                new String[] {"{\"retry_after\": 0}", "{\"typ\": \"x\"}", "{\"text\": 1}", "{\"type\": \"a\\nb\"}", "[]"
                }) {
            assertEquals(400, admin.ask("POST", "/api/maintenance", bad).status(), bad);
        }
        assertEquals(400, admin.ask("DELETE", "/api/maintenance?x=1", "").status());
    }
}
