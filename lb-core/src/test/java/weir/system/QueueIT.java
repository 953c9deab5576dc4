package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.app.Weir;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.model.ExchangeEnd;
import weir.stats.Counter;

/**
 * More clients than the backend bears, over several loops and real sockets; the backend itself counts what it has to do
 * at a time.
 */
@Tag("system")
@Timeout(90)
final class QueueIT {
    private static final int LIMIT = 32;
    private static final int CLIENTS = 200;
    private static final int REQUESTS = 25;
    private static final long WORK_NS = 2_000_000;

    @AutoClose
    private final Stage stage = new Stage();

    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger mostAtWork = new AtomicInteger();

    /** The first answers wait until as many are at work as may be: a slow machine might never have them at once. */
    private final CountDownLatch isFull = new CountDownLatch(LIMIT);

    private int backend() throws Exception {
        return stage.backend(connection -> {
                    while (connection.awaitRequest()) {
                        mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                        isFull.countDown();
                        assertTrue(isFull.await(30, TimeUnit.SECONDS), "no more than " + atWork + " at a time");
                        LockSupport.parkNanos(WORK_NS);
                        atWork.decrementAndGet();
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                })
                .port();
    }

    private Weir weir(String balance, String queue) throws Exception {
        final String yaml = """
                loops: 4
                listeners: {web: {bind: 127.0.0.1:0, pool: app}}
                pools:
                  app:
                    balance: %s
                    backends: [{address: 127.0.0.1:%d, max-connections: %d}]
                    health: none
                    queue: %s
                """.formatted(balance, backend(), LIMIT, queue);
        final Weir weir = Weir.start(assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", yaml))
                .configuration());
        stage.add(weir::stop);
        return weir;
    }

    /** All clients at once, each one request after the other; answers how many were served. */
    private int storm(Weir weir) throws Exception {
        final int port = weir.listeners().get(0).port();
        final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            final List<Callable<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(() -> ask(port));
            }
            int served = 0;
            for (Future<Integer> client : threads.invokeAll(clients)) {
                served += client.get();
            }
            return served;
        } finally {
            threads.shutdownNow();
        }
    }

    private static int ask(int port) throws Exception {
        int served = 0;
        try (RawClient client = new RawClient(port)) {
            for (int i = 0; i < REQUESTS; i++) {
                final RawResponse response = client.get("/" + i);
                if (response.status() == 200) {
                    assertEquals("ok", response.text());
                    served++;
                } else {
                    assertEquals(503, response.status());
                    assertNotNull(response.field("Retry-After"));
                    assertTrue(response.text().startsWith("503 queue_"));
                }
            }
        }
        return served;
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "first"})
    void servesAllWithNeverOneMoreThanMayBe(String balance) throws Exception {
        final Weir weir = weir(balance, "{length: 1000, timeout: 30s}");
        assertEquals(CLIENTS * REQUESTS, storm(weir));
        assertEquals(LIMIT, mostAtWork.get(), "at a time");
        assertTrue(weir.total(Counter.QUEUED) > 0);
        assertEquals(0, weir.total(Counter.FAULTS));
    }

    @Test
    void refusesWhomThereIsNoRoomForInTime() throws Exception {
        final Weir weir = weir("round-robin", "{length: 40, timeout: 3ms}");
        final int served = storm(weir);
        assertTrue(mostAtWork.get() <= LIMIT, mostAtWork + " at a time");
        assertTrue(weir.total(ExchangeEnd.QUEUE_FULL) > 0 && weir.total(ExchangeEnd.QUEUE_TIMEOUT) > 0, weir.summary());
        Awaitility.await()
                .untilAsserted(() -> assertEquals(
                        CLIENTS * REQUESTS - served,
                        weir.total(ExchangeEnd.QUEUE_FULL) + weir.total(ExchangeEnd.QUEUE_TIMEOUT)));
        assertEquals(0, weir.total(Counter.FAULTS));
    }
}
