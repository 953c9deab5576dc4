package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What real requests tell about real backends: one that fails, one that is slow, one that dies, one that comes and
 * goes.
 */
@Tag("system")
@Timeout(60)
final class PassiveIT {
    private static final String RULES =
            ", health: {type: passive, passive: {failures: [connect, timeout, reset, 5xx], consecutive: off, %s, window: 1s, requests-min: 5, ejection: 1s}}";

    @AutoClose
    private final Stage stage = new Stage();

    private WeirProcess weir;

    private WeirProcess weir(String rule, DemoBackendProcess... backends) throws IOException {
        final int[] ports = new int[backends.length];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = backends[i].port();
        }
        return stage.weir(Yaml.of("loops: 1", RULES.formatted(rule), ports));
    }

    private DemoBackendProcess backend(String name, String... options) throws IOException {
        return DemoBackendProcess.start(stage, name, options);
    }

    @Test
    void ejectsWhoFailsEveryFifthRequest() throws Exception {
        weir = weir("ratio: 5%", backend("b1"), backend("b2", "--fail-rate", "0.2"), backend("b3"));
        awaitWithTraffic("is ejected: ", "requests failed within 1000 ms");
        assertEquals(0, failuresOf(30), "the others do not fail");
    }

    @Test
    void onlyNotesInShadowWhatItWouldHaveDone() throws Exception {
        weir = weir("ratio: {mode: shadow, share: 5%}", backend("b1"), backend("b2", "--fail-rate", "0.5"));
        awaitWithTraffic("shadow: would be ejected", "requests failed");
        assertTrue(failuresOf(60) > 0, "it still gets its share");
    }

    @Test
    void ejectsWhoIsMuchSlowerThanTheOthersAndTakesItBack() throws Exception {
        weir = weir("latency: {factor: 3, min: 20ms}", backend("b1"), backend("b2", "--delay", "60ms"), backend("b3"));
        awaitWithTraffic("is ejected: ", "mean latency");
        awaitWithTraffic("is up: its ejection is over", "");
    }

    @Test
    void losesNoRequestWhenABackendDies() throws Exception {
        final DemoBackendProcess second = backend("b2");
        weir = weir("ratio: off", backend("b1"), second);
        assertEquals(0, failuresOf(20));
        second.child().close();
        assertEquals(0, failuresOf(20));
        awaitWithTraffic("is down: requests could not connect", "");
    }

    @Test
    void servesWhileABackendFlapsEverySecond() throws Exception {
        final DemoBackendProcess second = backend("b2");
        weir = stage.weir(Yaml.of(
                "loops: 1",
                ", health: {type: http, interval: 100ms, timeout: 5s, rise: 1, fall: 1}, slow-start: 500ms",
                backend("b1").port(),
                second.port()));
        for (int flap = 0; flap < 3; flap++) {
            tell(second, "/health/down");
            awaitLines("is down: status 503", flap + 1);
            assertEquals(0, failuresOf(10));
            tell(second, "/health/up");
            awaitLines("is up: status 200", flap + 1);
            assertEquals(0, failuresOf(10));
        }
    }

    private static void tell(DemoBackendProcess backend, String path) throws IOException {
        try (RawClient direct = new RawClient(backend.port())) {
            direct.send("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
            assertEquals(200, direct.read().whole().status());
        }
    }

    private void awaitLines(String part, int count) {
        await(part)
                .atMost(Child.PATIENCE)
                .until(() ->
                        weir.log().stream().filter(line -> line.contains(part)).count() >= count);
    }

    /** Requests flow until a line with both parts is logged. */
    private void awaitWithTraffic(String part, String other) {
        await(part + other)
                .atMost(Child.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    failuresOf(10);
                    return weir.log().stream().anyMatch(line -> line.contains(part) && line.contains(other));
                });
    }

    private int failuresOf(int requests) throws IOException {
        int failures = 0;
        try (RawClient client = new RawClient(weir.port())) {
            for (int i = 0; i < requests; i++) {
                failures += client.get("/").status() == 200 ? 0 : 1;
            }
        }
        return failures;
    }
}
