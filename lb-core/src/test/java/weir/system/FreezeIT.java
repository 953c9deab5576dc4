package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SIGSTOP, and SIGCONT some seconds later, as a suspended machine has it: what has come meanwhile counts as in time.
 */
@Tag("system")
@Timeout(90)
final class FreezeIT {
    private static final int REQUESTS = 50;
    /** Longer than each timeout below, and than a loop may owe an answer to /live. */
    private static final int FREEZE_MS = 3_500;

    private static final String LIVE = "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    private WeirProcess weir() throws Exception {
        final ScriptedBackend backend = stage.backend(connection -> {
            while (connection.awaitRequest()) {
                asked.incrementAndGet();
                mayAnswer.await();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine");
            }
        });
        return stage.weir("""
                loops: 2
                admin: {bind: 127.0.0.1:0}
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app, timeouts: {head: 2s, body: 2s, idle: 2s}}
                pools:
                  app: {backends: ["127.0.0.1:%d"], health: none, timeouts: {response: 2s, body: 2s}}
                """.formatted(backend.port()));
    }

    /** Half of them wait for their response when it happens, the others send the rest of their head meanwhile. */
    @Test
    void answersAllRequestsThatWereInFlightOrCameMeanwhile() throws Exception {
        final WeirProcess weir = weir();
        final List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            clients.add(stage.client(weir.port()));
            clients.get(i).send("GET /" + i + " HTTP/1.1\r\nHost: test\r\n" + (i % 2 == 0 ? "\r\n" : "X-Rest: "));
        }
        await().atMost(Child.PATIENCE).until(() -> asked.get() == REQUESTS / 2);
        weir.freezeDuring(FREEZE_MS, () -> {
            mayAnswer.countDown();
            for (int i = 1; i < REQUESTS; i += 2) {
                clients.get(i).send("x\r\n\r\n");
            }
        });
        for (RawClient client : clients) {
            final RawResponse response = client.read().whole();
            assertEquals(200, response.status(), response.text());
        }
        assertEquals(REQUESTS, asked.get(), "no request was sent twice");
    }

    @Test
    void isLiveAtOnceAfterAPause() throws Exception {
        final WeirProcess weir = weir();
        final List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(stage.client(weir.adminPort()));
        }
        weir.freezeDuring(FREEZE_MS, () -> {
            for (RawClient client : clients) {
                client.send(LIVE);
            }
        });
        for (RawClient client : clients) {
            final RawResponse response = client.read().whole();
            assertEquals(200, response.status(), response.text());
        }
        final RawClient later = stage.client(weir.adminPort());
        later.send(LIVE);
        assertEquals(200, later.read().status());
    }
}
