package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rate limits over sockets and over two loops. The figures of docs/LIMITS.md are measured for longer, as it says. */
@Tag("system")
@Timeout(60)
final class RateLimitIT {
    private static final int RATE = 2_000;
    private static final int BURST = 500;
    private static final long NS = 1_500_000_000;

    @AutoClose
    private final Stage stage = new Stage();

    /** So many clients ask as fast as they can; what was served in the time. */
    private static int served(int port, int clients, long ns) throws Exception {
        final AtomicInteger served = new AtomicInteger();
        final AtomicInteger others = new AtomicInteger();
        final List<Thread> threads = new ArrayList<>();
        final long endNs = System.nanoTime() + ns;
        for (int i = 0; i < clients; i++) {
            final Thread thread = new Thread(() -> {
                try (RawClient client = new RawClient(port)) {
                    while (System.nanoTime() - endNs < 0) {
                        final int status = client.get("/").status();
                        (status == 200 ? served : status == 429 ? new AtomicInteger() : others).incrementAndGet();
                    }
                } catch (IOException e) {
                    others.incrementAndGet();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, others.get(), "neither served nor refused");
        return served.get();
    }

    @Test
    void holdsOverAllLoopsTogether() throws Exception {
        final ScriptedBackend backend = stage.backend(connection -> {
            while (connection.awaitRequest()) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        final WeirProcess weir = stage.weir("""
                loops: 2
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    pool: app
                    rate-limits: [{key: client, rate: %d/s, burst: %d}]
                pools: {app: {backends: [127.0.0.1:%d], health: none}}
                """.formatted(RATE, BURST, backend.port()));
        served(weir.port(), 4, 200_000_000); // warm
        Thread.sleep(BURST * 1_000 / RATE + 50); // its bucket is full again
        final long beganNs = System.nanoTime();
        final int served = served(weir.port(), 16, NS);
        final double most = BURST + RATE * ((System.nanoTime() - beganNs) / 1e9) + 2;
        assertTrue(served <= most, served + " of " + most);
        assertTrue(served >= 0.97 * (BURST + RATE * (NS / 1e9)), served + " of " + most);
    }
}
