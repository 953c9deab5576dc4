package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code log.access: "-"}: who reads standard output gets the access log, and nothing else. */
@Tag("system")
@Timeout(60)
final class StdoutLogIT {
    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void aDashIsStandardOutputAndAllElseGoesToStandardError() throws Exception {
        final ScriptedBackend backend = stage.backend(connection -> {
            while (connection.awaitRequest()) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
        final Folder folder = stage.add(Folder.make());
        final String file = folder.write(
                        "weir.yaml",
                        Yaml.of("log: {access: '-', format: json}\nloops: 1", ", health: none", backend.port()))
                .toString();
        final Child weir = stage.add(Child.start(Jar.command(WeirProcess.USUAL, List.of("run", file)), folder.path()));
        await("it listens: " + weir)
                .atMost(Child.PATIENCE)
                .until(() -> !listening(weir).isEmpty());
        final int port = URI.create(listening(weir).get(0).split(" ")[2]).getPort();
        final RawClient client = stage.client(port);
        client.send("GET /told HTTP/1.1\r\nHost: test\r\n\r\n");
        assertEquals(200, client.read().whole().status());
        await("a line: " + weir).atMost(Child.PATIENCE).until(() -> !weir.out().isEmpty());
        weir.terminate();
        assertEquals(0, weir.awaitEnd());
        assertEquals(1, weir.out().size(), weir.out()::toString);
        assertTrue(weir.out().get(0).startsWith("{") && weir.out().get(0).contains("\"/told\""), weir.out()::toString);
        assertTrue(weir.err().stream().anyMatch(line -> line.startsWith("stopped: ")), weir.err()::toString);
    }

    private static List<String> listening(Child weir) {
        return weir.err().stream()
                .filter(line -> line.startsWith("listening on "))
                .toList();
    }
}
