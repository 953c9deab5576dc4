package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backend that fails its check gets no traffic, and comes back by itself. */
@Tag("system")
@Timeout(60)
final class HealthIT {
    private static final String CHECK =
            ", health: {type: http, path: /health, interval: 500ms, timeout: 400ms, rise: 2, fall: 2}"
                    + ", timeouts: {response: 2s}";

    @AutoClose
    private final Stage stage = new Stage();

    private DemoBackendProcess second;
    private WeirProcess weir;

    @BeforeEach
    void start() throws Exception {
        final DemoBackendProcess first = stage.demoBackend("b1");
        second = stage.demoBackend("b2");
        weir = stage.weir(Yaml.of("loops: 1", CHECK, first.port(), second.port()));
        awaitAnswersFrom("b1", "b2");
    }

    @Test
    void leavesOutABackendThatSaysItIsDown() throws Exception {
        tellSecond("/health/down");
        awaitAnswersFrom("b1");
        final long before = servedBySecond();
        for (int i = 0; i < 10; i++) {
            assertEquals(Set.of("b1"), answers());
        }
        assertEquals(before + 1, servedBySecond(), "asked behind the balancer's back only");
        tellSecond("/health/up");
        awaitAnswersFrom("b1", "b2");
    }

    @Test
    void leavesOutABackendThatHangs() throws Exception {
        second.child().freeze();
        awaitAnswersFrom("b1"); // some requests meet the frozen one before the check does
        second.child().proceed();
        awaitAnswersFrom("b1", "b2");
    }

    private void tellSecond(String path) throws IOException {
        try (RawClient direct = new RawClient(second.port())) {
            direct.send("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
            assertEquals(200, direct.read().whole().status());
        }
    }

    /** Its own count of requests, this one included. */
    private long servedBySecond() throws IOException {
        final String json = RawClient.getOnce(second.port(), "/").text();
        return Long.parseLong(json.replaceAll("(?s).*\"sequence\": ([0-9]+).*", "$1"));
    }

    private void awaitAnswersFrom(String... names) {
        await("answers from " + Set.of(names))
                .atMost(Child.PATIENCE)
                .until(() -> Set.of(names).equals(answers()));
    }

    /** Who gives the next ten answers; or why nobody does. */
    private Set<String> answers() throws IOException {
        final Set<String> names = new TreeSet<>();
        try (RawClient client = new RawClient(weir.port())) {
            for (int i = 0; i < 10; i++) {
                final RawResponse response = client.get("/");
                names.add(response.status() == 200 ? response.field("X-Backend") : response.text());
            }
        }
        return names;
    }
}
