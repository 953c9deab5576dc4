package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.admin.ApiText;

/** What the commands make of an answer of the admin API, or of whoever answers in its place. */
@Tag("system")
@Timeout(60)
final class AdminClientTest {
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(int status, String type, String notSaved, String body) {
        final byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            if (notSaved != null) {
                exchange.getResponseHeaders().set(ApiText.NOT_KEPT, notSaved);
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    /** Its end says what would be accepted. */
    @Test
    void aReasonOfTheApiIsToldWhole() {
        final String reason = "found " + "x".repeat(400) + ", accepted: another one";
        answer(422, "application/problem+json", null, "{\"detail\": \"" + reason + "\\u001b[2J\"}");
        final String said = url() + " answered 422: " + reason + "\\u001b[2J\n";
        assertEquals("weir status: " + said, Cli.run("status", "--admin", url()).err());
        assertEquals(
                "weir ready: " + said,
                Cli.run("ready", "--admin", url(), "app/b1").err());
    }

    @Test
    void aWarningCommandsNoTerminal() {
        answer(200, "application/json", "no\u009b2J disk", "{}");
        final Cli cli = Cli.run("ready", "--admin", url(), "app/b1");
        assertEquals("warning: done, but a restart of Weir will undo it: no\\u009b2J disk\n", cli.err());
        assertEquals(ExitCode.FINE, cli.status());
    }
}
