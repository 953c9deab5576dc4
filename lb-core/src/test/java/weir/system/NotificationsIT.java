package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.notify.Receiver;

/** A real HTTP server is told when backends go and come, and a command is run. */
@Tag("system")
@Timeout(60)
final class NotificationsIT {
    @AutoClose
    private final Stage stage = new Stage();

    @TempDir
    Path folder;

    private Receiver receiver;
    private DemoBackendProcess first;
    private DemoBackendProcess second;
    private Path healed;

    @BeforeEach
    void start() throws Exception {
        receiver = stage.add(new Receiver(number -> number == 1 ? 503 : 200));
        first = stage.demoBackend("b1");
        second = stage.demoBackend("b2");
        healed = folder.resolve("healed");
        final String top =
                "loops: 1\nnotify: {webhooks: [{url: \"" + receiver.url() + "\", backoff: 10ms, batch: 0ms}]}";
        final String pool =
                ", health: {type: http, path: /health, interval: 300ms, timeout: 5s, rise: 1, fall: 1, panic: 0%}"
                        + ", on-down: {command: [/bin/sh, -c, 'echo $WEIR_ADDRESS >> " + healed + "'], times: 1}";
        stage.weir(Yaml.of(top, pool, first.port(), second.port()));
    }

    @Test
    void tellsWhatBecomesOfBackendsAndPool() throws Exception {
        tell(second, "/health/down");
        awaitEvents("backend-down");
        tell(first, "/health/down");
        awaitEvents("backend-down", "backend-down", "pool-empty");
        tell(first, "/health/up");
        awaitEvents("backend-down", "backend-down", "pool-empty", "backend-up", "pool-recovered");
        tell(second, "/health/up");
        awaitEvents("backend-down", "backend-down", "pool-empty", "backend-up", "pool-recovered", "backend-up");
        assertFalse(receiver.text().contains("\"lost\":1"), receiver.text());
        assertFalse(receiver.text().contains("not checked yet"), "each event has the reason of its own change");
    }

    @Test
    void runsTheCommandOncePerBackendWhenItMayRunOnce() throws Exception {
        for (int i = 0; i < 2; i++) {
            tell(second, "/health/down");
            awaitCount("backend-down", i + 1);
            tell(second, "/health/up");
            awaitCount("backend-up", i + 1);
        }
        await().atMost(Child.PATIENCE).until(() -> Files.exists(healed));
        assertEquals(List.of("127.0.0.1:" + second.port()), Files.readAllLines(healed));
    }

    /** The first message is refused once, so it comes twice; the events of one message count once. */
    private List<String> events() {
        return receiver.received().stream()
                .skip(1)
                .flatMap(message -> Pattern.compile("\"event\":\"([a-z-]+)\"")
                        .matcher(new String(message.body(), java.nio.charset.StandardCharsets.UTF_8))
                        .results())
                .map(match -> match.group(1))
                .toList();
    }

    private void awaitEvents(String... expected) {
        await().atMost(Child.PATIENCE).untilAsserted(() -> assertEquals(List.of(expected), events()));
    }

    private void awaitCount(String event, int count) {
        await().atMost(Child.PATIENCE)
                .until(() -> events().stream().filter(event::equals).count() == count);
    }

    private static void tell(DemoBackendProcess backend, String path) throws IOException {
        try (RawClient direct = new RawClient(backend.port())) {
            direct.send("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
            assertEquals(200, direct.read().whole().status());
        }
    }
}
