package weir.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
        run(example(heading));
    }

    private static String example(String heading) throws IOException {
        final String page = Files.readString(Project.path("docs/ROUTING.md"));
        final Matcher example =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertTrue(example.find(page.indexOf("\n## " + heading + "\n")), heading);
        return example.group(1);
    }

    @Test
    void httpsIsForAllButSomeRoutes() throws Exception {
        start("All but some to https");
        assertEquals("hello", client.get("/.well-known/acme-challenge/x").text());
        assertEquals("ok", client.get("/healthz").text());
        assertEquals("308 https://www/a?b", location("/a?b", "www:80"));
    }

    @Test
    void splitsBetweenPools() throws Exception {
        final int next = stage.backend(connection -> {
                    while (connection.awaitRequest()) {
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
                    }
                })
                .port();
        run(example("Some to another pool").replace("127.0.0.1:9002", "127.0.0.1:" + next));
        int count = 0;
        for (int i = 0; i < 200; i++) {
            count += client.get("/api/x").text().equals("next") ? 1 : 0;
        }
        assertEquals(10, count);
        final String side = client.get("/shop").text();
        for (int i = 0; i < 20; i++) {
            assertEquals(side, stage.client(weir.port()).get("/shop").text());
        }
    }

    @Test
    void servesTheFilesOfADirectory(@TempDir Path folder) throws Exception {
        final Path site = Files.createDirectories(folder.resolve("site"));
        Files.createDirectories(site.resolve("a b"));
        Files.createDirectories(site.resolve(".git"));
        Files.writeString(site.resolve("index.html"), "<p>index");
        Files.writeString(site.resolve("a b/index.html"), "<p>folder");
        Files.writeString(site.resolve("app.js"), "0123456789");
        Files.writeString(site.resolve(".git/config"), "secret");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(site.resolve("link.txt"), folder.resolve("secret.txt"));
        run(example("The files of a directory").replace("directory: site/", "directory: " + site));
        final RawResponse js = client.get("/docs/app.js");
        assertEquals(
                "text/javascript; charset=utf-8 bytes", js.field("Content-Type") + " " + js.field("Accept-Ranges"));
        final String tag = js.field("ETag");
        assertEquals("0123456789", js.text());
        assertEquals("<p>index", client.get("/docs/?x").text());
        assertEquals("<p>folder", client.get("/docs/a%20b/").text());
        assertEquals("308 /docs/?x", location("/docs?x", "a"));
        assertEquals("308 /docs/a%20b/", location("/docs/a%20b", "a"));
        for (String path :
                List.of("/docs/link.txt", "/docs/.git/config", "/docs/none", "/docs/a%20b/none", "/docs/etc/passwd")) {
            assertEquals(404, client.get(path).status(), path);
        }
        for (String path : List.of(
                "/docs/../secret.txt",
                "/docs/%2e%2e/secret.txt",
                "/docs/..%2fsecret.txt",
                "/docs//etc/passwd",
                "/docs/app.js%00",
                "/docs/..;/secret.txt")) {
            assertEquals(400, stage.client(weir.port()).get(path).status(), path);
        }
        assertEquals("<p>index", client.get("/app/any/where").text());
        assertEquals("0123456789", client.get("/app/app.js").text());
        final String get = "GET /docs/app.js HTTP/1.1\nHost: a\n";
        client.send((get + "If-None-Match: \"x\", W/" + tag + "\n\n").replace("\n", "\r\n"));
        assertEquals("304 " + tag, knownAs(client.readHead()));
        client.send((get + "If-Modified-Since: " + js.field("Last-Modified") + "\n\n").replace("\n", "\r\n"));
        assertEquals("304 " + tag, knownAs(client.readHead()));
        assertEquals(
                200,
                ask(get + "If-None-Match: \"x\"\nIf-Modified-Since: " + js.field("Last-Modified") + "\n")
                        .status());
        assertEquals("206 bytes 2-4/10 234", part(get, "bytes=2-4"));
        assertEquals("206 bytes 8-9/10 89", part(get, "bytes=8-"));
        assertEquals("206 bytes 7-9/10 789", part(get, "bytes=-3"));
        assertEquals("206 bytes 0-9/10 0123456789", part(get, "bytes=-99999999999999999999"));
        assertEquals("416 bytes */10 ", part(get, "bytes=10-"));
        assertEquals("200 null 0123456789", part(get, "bytes=0-1,3-4"));
        assertEquals("200 null 0123456789", part(get, "lines=1-2"));
        assertEquals("200 null 0123456789", part(get + "If-Range: \"x\"\n", "bytes=2-4"));
        assertEquals("206 bytes 2-4/10 234", part(get + "If-Range: " + tag + "\n", "bytes=2-4"));
        assertEquals("10", ask("HEAD /docs/app.js HTTP/1.1\nHost: a\n").field("Content-Length"));
        final RawResponse put = ask("DELETE /docs/app.js HTTP/1.1\nHost: a\n");
        assertEquals("405 GET, HEAD", put.status() + " " + put.field("Allow"));
    }

    private static String knownAs(RawResponse response) {
        return response.status() + " " + response.field("ETag");
    }

    private String part(String head, String range) throws IOException {
        final RawResponse response = ask(head + "Range: " + range + "\n");
        return response.status() + " " + response.field("Content-Range") + " " + response.text();
    }

    @Test
    void respondsWithTextsAndFiles(@TempDir Path folder) throws Exception {
        final byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Files.write(folder.resolve("large.bin"), large);
        Files.writeString(folder.resolve("sorry.html"), "<h1>Sorry</h1>");
        run(example("A response of your own")
                .replace("pages/sorry.html", folder.resolve("sorry.html").toString())
                .replace(
                        "    pool: app",
                        "      - {path: /large, respond: {file: " + folder.resolve("large.bin") + "}}\n    pool: app"));
        assertEquals("ok\n", ask("GET /healthz HTTP/1.1\nHost: a\n").text());
        assertEquals("User-agent: *\nDisallow: /\n", client.get("/robots.txt").text());
        assertEquals(
                "{\"you\": \"127.0.0.1\", \"asked\": \"a\\u0022\"}",
                ask("GET /whoami HTTP/1.1\nHost: a\nX-Ask: a\"\n").text());
        assertEquals(410, client.get("/v1/a").status());
        assertEquals(204, ask("OPTIONS /x HTTP/1.1\nHost: a\n").status());
        final RawResponse sorry = ask("GET / HTTP/1.1\nHost: shop.example.com\n");
        assertEquals(
                "503 text/html; charset=utf-8 <h1>Sorry</h1>",
                sorry.status() + " " + sorry.field("Content-Type") + " " + sorry.text());
        assertEquals("3145728", ask("HEAD /large HTTP/1.1\nHost: a\n").field("Content-Length"));
        client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3)); // more than buffers of the kernel hold
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(large, client.read().body().readAllBytes());
        }
        assertEquals("hello", client.get("/").text());
    }

    private void run(String yaml) throws IOException {
        weir = stage.weir(yaml.replace("127.0.0.1:8080", "127.0.0.1:0")
                .replaceAll("127\\.0\\.0\\.1:9\\d\\d1", "127.0.0.1:" + app()));
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
        return (head.startsWith("HEAD") || head.startsWith("OPTIONS") ? client.readHead() : client.read()).whole();
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
