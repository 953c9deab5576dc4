package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.Project;

/** What routes do with requests but lead them to a pool: the examples of docs/ROUTING.md as they stand there. */
@Tag("system")
@Timeout(60)
final class RouteActionsIT {
    @AutoClose
    private final Stage stage = new Stage();

    private WeirProcess weir;
    private RawClient client;

    /** The example below that heading, with ports of its own, and a backend that says hello. */
    private void start(String heading) throws IOException {
        final String page = Files.readString(Project.path("docs/ROUTING.md"));
        final Matcher example =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertTrue(example.find(page.indexOf("\n## " + heading + "\n")), heading);
        run(example.group(1));
    }

    private void run(String yaml) throws IOException {
        weir = stage.weir(yaml.replace("127.0.0.1:8080", "127.0.0.1:0")
                .replaceAll("127\\.0\\.0\\.1:9\\d+", "127.0.0.1:" + app()));
        client = stage.client(weir.port());
    }

    private int app() throws IOException {
        return stage.backend(connection -> {
                    while (connection.awaitRequest()) {
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                    }
                })
                .port();
    }

    private RawResponse ask(String head) throws IOException {
        client.send(head.replace("\n", "\r\n") + "\r\n");
        return (head.startsWith("HEAD") ? client.readHead() : client.read()).whole();
    }

    private String location(String target, String host) throws IOException {
        final RawResponse response = ask("GET " + target + " HTTP/1.1\nHost: " + host + "\n");
        return response.status() + " " + response.field("Location");
    }

    @Test
    void redirectsLeadToAnotherUrl() throws Exception {
        start("To another URL");
        assertEquals("301 http://www.example.com/a?b=c", location("/a?b=c", "example.com:8080"));
        assertEquals("302 /docs/", location("/docs", "www"));
        assertEquals("308 https://forum.example.net/forum/1?p", location("/forum/1?p", "www"));
        assertEquals("302 https://login.example.com/?from=www/login", location("/login?x", "www:81"));
        assertEquals("301 http://www.example.com/%23", location("http://example.com/%23", "example.com"));
        assertEquals("hello", client.get("/").text());
        assertEquals(0, ask("HEAD /docs HTTP/1.1\nHost: a\n").text().length());
        client.send("POST /docs HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde");
        final RawResponse response = client.read().whole(); // its body has not been read
        assertEquals("302 close", response.status() + " " + response.field("Connection"));
    }
}
