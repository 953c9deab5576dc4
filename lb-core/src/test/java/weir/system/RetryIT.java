package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Retries, their budget, breakers and fallbacks before backends that fail on purpose. */
@Tag("system")
@Timeout(60)
final class RetryIT {
    @AutoClose
    private final Stage stage = new Stage();

    private WeirProcess weir;

    @Test
    void hidesTheFailuresOfOneBackend() throws Exception {
        final DemoBackendProcess good = stage.demoBackend("good");
        final DemoBackendProcess bad = stage.demoBackend("bad", "--fail-rate", "0.2");
        weir = stage.weir(Yaml.of("loops: 1", ", retry: {attempts: 1, on: [500]}", good.port(), bad.port()));
        final RawClient client = stage.client(weir.port());
        final Set<String> names = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            final RawResponse response = client.get("/");
            assertEquals(200, response.status(), "request " + i);
            names.add(response.field("X-Backend"));
            response.text();
        }
        assertEquals(Set.of("bad", "good"), names);
        assertTrue(served(bad) + served(good) > 520, "about 50 of 250 were asked twice");
    }

    @Test
    void doesNotMultiplyTheLoadWhenAllFail() throws Exception {
        final DemoBackendProcess one = stage.demoBackend("one");
        final DemoBackendProcess two = stage.demoBackend("two");
        weir = stage.weir(Yaml.of(
                "loops: 1",
                ", retry: {attempts: 3, on: [500], backoff: 0ms, budget: {ratio: 20%, per-second: 1}}",
                one.port(),
                two.port()));
        post(one, "/fail");
        post(two, "/fail");
        final RawClient client = stage.client(weir.port());
        final long startNs = System.nanoTime();
        final int requests = 500;
        for (int i = 0; i < requests; i++) {
            final RawResponse response = client.get("/");
            assertEquals(500, response.status());
            response.text();
        }
        final long seconds = (System.nanoTime() - startNs) / 1_000_000_000 + 1;
        post(one, "/recover");
        post(two, "/recover");
        final long attempts = served(one) + served(two);
        System.out.println(requests + " requests, " + attempts + " attempts in " + seconds + " s");
        assertTrue(attempts >= requests + requests / 5, attempts + " attempts");
        assertTrue(attempts <= requests + requests / 5 + 10 + seconds, attempts + " attempts");
    }

    @Test
    void leavesABackendAloneUntilItWorksAgain() throws Exception {
        final DemoBackendProcess one = stage.demoBackend("one");
        final DemoBackendProcess two = stage.demoBackend("two");
        weir = stage.weir(Yaml.of(
                "loops: 1",
                ", breaker: {requests-min: 10, window: 5s, open: 200ms, half-open: 2}",
                one.port(),
                two.port()));
        awaitAnswersFrom("one", "two");
        post(two, "/fail");
        awaitAnswersFrom("one"); // ten answers in a row, so the breaker is open
        post(two, "/recover");
        awaitAnswersFrom("one", "two");
        weir.terminate();
        assertEquals(0, weir.awaitEnd());
        final String summary = String.join("\n", weir.out());
        assertTrue(summary.contains("breaker_openings ") && summary.contains("breaker_closings 1"), summary);
    }

    @Test
    void fallsBackToAnotherPoolAndThenToAPage() throws Exception {
        final DemoBackendProcess first = stage.demoBackend("first");
        final DemoBackendProcess spare = stage.demoBackend("spare");
        weir = stage.weir("""
                loops: 1
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app}
                pools:
                  app: {backends: [127.0.0.1:%d], health: {type: tcp, interval: 100ms, timeout: 90ms, fall: 1}, fallback: spare}
                  spare:
                    backends: [127.0.0.1:%d]
                    health: {type: tcp, interval: 100ms, timeout: 90ms, fall: 1}
                    fallback: {text: "<p>Back soon.", content-type: text/html, retry-after: 90s}
                """.formatted(first.port(), spare.port()));
        awaitAnswersFrom("first");
        first.child().kill();
        awaitAnswersFrom("spare");
        spare.child().kill();
        await().atMost(Child.PATIENCE).until(() -> answers().equals(Set.of("<p>Back soon.")));
        final RawResponse page = RawClient.getOnce(weir.port(), "/");
        assertEquals(503, page.status());
        assertEquals("text/html", page.field("Content-Type"));
        assertEquals("90", page.field("Retry-After"));
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
                final String text = response.text();
                names.add(response.status() == 200 ? response.field("X-Backend") : text);
            }
        }
        return names;
    }

    private static void post(DemoBackendProcess backend, String path) throws IOException {
        try (RawClient direct = new RawClient(backend.port())) {
            direct.send("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
            assertEquals(200, direct.read().whole().status());
        }
    }

    /** How many requests the backend was asked before this one, served or failed. It must not be failing now. */
    private static long served(DemoBackendProcess backend) throws IOException {
        for (int tries = 0; tries < 20; tries++) {
            final RawResponse response = RawClient.getOnce(backend.port(), "/");
            final String json = response.text();
            if (response.status() == 200) {
                return Long.parseLong(json.replaceAll("(?s).*\"sequence\": ([0-9]+).*", "$1")) - 1 - tries;
            }
        }
        throw new AssertionError("it fails too often");
    }
}
