package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import weir.testkit.Wire;

/** The examples of docs/ACCESS.md, over sockets. */
@Tag("system")
@Timeout(60)
final class AccessIT {
    @AutoClose
    private final Stage stage = new Stage();

    private Weir weir;

    /** Starts the example below that heading, with a backend that says {@code lines}. */
    private void example(String heading, String lines) throws Exception {
        final String page = Files.readString(Project.path("docs/ACCESS.md"));
        final Matcher yaml = Pattern.compile(
                        "\n#+ " + Pattern.quote(heading) + "\n.*?```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertTrue(yaml.find(), heading);
        start(yaml.group(1)
                .replaceAll("0\\.0\\.0\\.0:8[0-9]+", "127.0.0.1:0")
                .replaceAll(
                        "127\\.0\\.0\\.1:9[0-9]+",
                        "127.0.0.1:"
                                + stage.backend(ScriptedBackend.mirror(lines)).port()));
    }

    private void start(String yaml) throws Exception {
        weir = Weir.start(assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", yaml))
                .configuration());
        stage.add(weir::stop);
    }

    /** Head and body of the response. */
    private record Answer(int status, String head, String body) {
        boolean has(String line) {
            return head.contains("\r\n" + line);
        }
    }

    private Answer ask(String head) throws IOException {
        try (Socket client = new Socket("127.0.0.1", weir.listeners().get(0).port())) {
            client.getOutputStream().write(Wire.bytes(head + "Host: a\r\nConnection: close\r\n\r\n"));
            final String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            final int end = all.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
        }
    }

    @Test
    void browsersAreMadeCareful() throws Exception {
        example("Fields that make browsers careful", "X-Frame-Options: DENY\r\n");
        final Answer page = ask("GET / HTTP/1.1\r\n");
        assertEquals(200, page.status());
        assertTrue(page.has("X-Content-Type-Options: nosniff"), page.head());
        assertTrue(page.has("X-Frame-Options: DENY"), page.head());
        assertFalse(page.has("X-Frame-Options: SAMEORIGIN"), page.head());
        final Answer refused = ask("GET /%2F HTTP/1.1\r\n");
        assertEquals(400, refused.status());
        assertTrue(refused.has("X-Frame-Options: SAMEORIGIN"), refused.head());
        final Answer widget = ask("GET /widget/a HTTP/1.1\r\n");
        assertFalse(widget.has("X-Content-Type-Options"), widget.head());
    }

    @Test
    void scriptsOfOtherSitesReadWhatTheyMay() throws Exception {
        example(
                "Scripts of other sites",
                "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: GET\r\nVary: Accept\r\n");
        final String app = "Origin: https://app.example.com\r\n";
        final Answer preflight =
                ask("OPTIONS /api/users HTTP/1.1\r\n" + app + "Access-Control-Request-Method: PUT\r\n");
        assertEquals(204, preflight.status());
        assertTrue(preflight.has("Access-Control-Allow-Origin: https://app.example.com\r\n"), preflight.head());
        assertTrue(preflight.has("Access-Control-Allow-Methods: GET, POST, PUT, DELETE\r\n"), preflight.head());
        assertFalse(preflight.has("Content-Length"), preflight.head());
        final Answer allowed = ask("GET /api/users HTTP/1.1\r\n" + app);
        assertEquals(200, allowed.status());
        assertTrue(allowed.has("Access-Control-Allow-Origin: https://app.example.com\r\n"), allowed.head());
        assertTrue(allowed.has("Access-Control-Allow-Credentials: true"), allowed.head());
        assertTrue(allowed.has("Access-Control-Expose-Headers: X-Total"), allowed.head());
        assertTrue(allowed.has("Vary: Accept") && allowed.has("Vary: Origin"), allowed.head());
        assertFalse(allowed.has("Access-Control-Allow-Origin: *"), allowed.head());
        final Answer other = ask("GET /api/users HTTP/1.1\r\nOrigin: https://evil.example\r\n");
        assertEquals(200, other.status());
        assertFalse(other.has("Access-Control-"), other.head());
        assertTrue(other.has("Vary: Origin"), other.head());
        final Answer refused = ask("POST /api/users HTTP/1.1\r\n" + app + "Content-Length: 11\r\n");
        assertEquals(413, refused.status());
        assertTrue(refused.has("Access-Control-Allow-Origin: https://app.example.com\r\n"), refused.head());
        final Answer plain = ask("GET / HTTP/1.1\r\n" + app);
        assertTrue(plain.has("Access-Control-Allow-Origin: *"), plain.head()); // what the backend says
    }

    @Test
    void anybodyMayReadWhatIsPublic() throws Exception {
        example("What everybody may read", "");
        assertTrue(ask("GET /fonts/a HTTP/1.1\r\n").has("Access-Control-Allow-Origin: *"));
    }

    @Test
    void someRequestsFailOrWaitOnPurpose() throws Exception {
        example("Faults on purpose", "");
        assertEquals(200, ask("GET / HTTP/1.1\r\n").status());
        final Answer aborted = ask("GET /abort HTTP/1.1\r\n");
        assertEquals(500, aborted.status());
        assertEquals("500 fault_injected\n", aborted.body());
        final long beginNs = System.nanoTime();
        final Answer delayed = ask("POST /delay HTTP/1.1\r\nContent-Length: 0\r\n");
        assertEquals(200, delayed.status());
        assertTrue(System.nanoTime() - beginNs >= 190_000_000L, delayed.head());
    }
}
