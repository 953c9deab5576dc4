package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener takes so many clients on all its loops together; the others wait until there is room. */
@Tag("system")
@Timeout(60)
final class ConnectionLimitIT {
    private static final int LIMIT = 5;
    private static final int CLIENTS = 20;

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void takesOneMoreForEachThatLeaves() throws Exception {
        final WeirProcess weir =
                stage.weir("""
                loops: 4
                listeners: {web: {bind: 127.0.0.1:0, pool: app, limits: {connections: %d}}}
                pools: {app: {backends: ["127.0.0.1:%d"], health: none}}
                """.formatted(LIMIT, stage.demoBackend("b1").port()));
        final List<RawClient> clients = new ArrayList<>();
        final AtomicInteger answered = new AtomicInteger();
        final List<Thread> threads = new ArrayList<>();
        final List<RawClient> inside = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < CLIENTS; i++) {
            final RawClient client = stage.client(weir.port());
            clients.add(client);
            threads.add(new Thread(() -> ask(client, answered, inside)));
        }
        threads.forEach(Thread::start);
        for (int expected = LIMIT; expected <= CLIENTS; expected++) {
            final int now = expected;
            Awaitility.await().pollInterval(5, TimeUnit.MILLISECONDS).until(() -> answered.get() >= now);
            Awaitility.await()
                    .during(20, TimeUnit.MILLISECONDS)
                    .pollInterval(5, TimeUnit.MILLISECONDS)
                    .untilAsserted(() -> assertEquals(now, answered.get()));
            inside.remove(0).close();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void ask(RawClient client, AtomicInteger answered, List<RawClient> inside) {
        try {
            assertEquals(200, client.get("/").status());
            inside.add(client);
            answered.incrementAndGet();
        } catch (Exception e) {
            answered.addAndGet(1_000); // so that the test fails
        }
    }
}
