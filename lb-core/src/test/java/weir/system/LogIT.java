package weir.system;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.app.Weir;
import weir.config.ConfigResult;
import weir.config.ConfigText;

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
        final String yaml = Yaml.of("loops: 1\nlog: {" + log + "}", ", health: none", backend);
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
}
