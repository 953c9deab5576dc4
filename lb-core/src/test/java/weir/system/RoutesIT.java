package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.Project;

/** The example of docs/ROUTING.md as it stands there, with ports of its own, asked with bytes; and what is forwarded. */
@Tag("system")
@Timeout(60)
final class RoutesIT {
    private static final Pattern POOL = Pattern.compile("(\\w+): \\{backends: \\[127\\.0\\.0\\.1:\\d+]}");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @AutoClose
    private final Stage stage = new Stage();

    private WeirProcess weir;

    /** A backend that says its name and the target that it got. */
    private int backend(String name) throws IOException {
        return stage.backend(connection -> {
                    String line = line(connection.in());
                    while (!line.isEmpty()) {
                        final String body = name + ' ' + line.split(" ")[1];
                        connection.awaitRequest();
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                        line = line(connection.in());
                    }
                })
                .port();
    }

    private static String line(InputStream in) throws IOException {
        final StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private void start(String yaml) throws IOException {
        String text = yaml.replace("bind: 127.0.0.1:8080", "bind: 127.0.0.1:0");
        for (MatchResult pool : POOL.matcher(yaml).results().toList()) {
            text = text.replace(
                    pool.group(), pool.group(1) + ": {backends: [127.0.0.1:" + backend(pool.group(1)) + "]}");
        }
        weir = stage.weir(text);
    }

    /** The body, or the status when it is not 200. */
    private String ask(String startLine, String... fields) throws IOException {
        final RawClient client = stage.client(weir.port());
        client.send(startLine + " HTTP/1.1\r\n" + String.join("", fields) + "Content-Length: 0\r\n\r\n");
        final RawResponse response = client.read().whole();
        return response.status() == 200 ? response.text() : Integer.toString(response.status());
    }

    @Test
    void theExampleLeadsWhereItSays() throws Exception {
        final Matcher example = EXAMPLE.matcher(Files.readString(Project.path("docs/ROUTING.md")));
        assertTrue(example.find());
        start(example.group(1));
        final String api = "Host: API.example.com:80\r\n";
        final String other = "Host: www.example.com\r\n";
        assertEquals("readers /v1/a?b", ask("GET /v1/a?b", api));
        assertEquals("readers /v1", ask("GET /v1", api));
        assertEquals("api /v1/a", ask("PUT /v1/a", api));
        assertEquals("api /v2", ask("GET /v2", api));
        assertEquals("admin /admin", ask("GET /admin", other));
        assertEquals("app /administrator", ask("GET /administrator", other));
        assertEquals("beta /", ask("GET /", other, "Cookie: a=b; group=beta\r\n"));
        assertEquals("app /", ask("GET /", other, "Cookie: a=b; group=betas\r\n"));
        assertEquals("app /static/x", ask("GET /static/x", other, "Cookie: group=beta\r\n"));
        assertEquals("beta /", ask("GET /", other, "x-beta: 1\r\n"));
        assertEquals("app /", ask("GET /", other, "x-beta: 0\r\n"));
        assertEquals("beta /?version=next2", ask("GET /?version=next2", other));
        assertEquals("app /?version=now", ask("GET /?version=now", other));
        assertEquals("uploads /users/12/photo", ask("PUT /users/12/photo", other));
        assertEquals("app /users/12/photo", ask("GET /users/12/photo", other));
        assertEquals("app /users/x/photo", ask("PUT /users/x/photo", other));
    }

    @Test
    void whatIsForwardedIsWhatWasCompared() throws Exception {
        start("""
                listeners:
                  web: {bind: 127.0.0.1:8080, routes: [{path: /internal/*, pool: internal}], pool: app}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                  internal: {backends: [127.0.0.1:9002]}
                """);
        final String host = "Host: a\r\n";
        assertEquals("internal /internal/a", ask("GET /internal/a", host));
        assertEquals("internal /internal/a~?%41", ask("GET /%69nternal/a%7e?%41", host));
        assertEquals("internal /internal", ask("GET http://a/%69nterna%6C", host));
        assertEquals("app /a%3Ab", ask("GET /a%3ab", host));
        for (String target :
                List.of("//internal/a", "/x/../internal", "/x%2F..%2Finternal", "/%2e/internal", "/a%00", "/a%")) {
            assertEquals("400", ask("GET " + target, host), target);
        }
    }

    @Test
    void aListenerThatDoesNotLookAtPathsPassesThemOn() throws Exception {
        start("""
                listeners:
                  web: {bind: 127.0.0.1:8080, routes: [{host: b, pool: other}], pool: app}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                  other: {backends: [127.0.0.1:9002]}
                """);
        assertEquals("app //x/../%2f%69", ask("GET //x/../%2f%69", "Host: a\r\n"));
    }
}
