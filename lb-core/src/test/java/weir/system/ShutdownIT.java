package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SIGTERM. */
@Tag("system")
@Timeout(60)
final class ShutdownIT {
    @AutoClose
    private final Stage stage = new Stage();

    private final CountDownLatch isAsked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    /** Answers when it may. */
    private ScriptedBackend slowBackend() throws IOException {
        return stage.backend(connection -> {
            connection.awaitRequest();
            isAsked.countDown();
            mayAnswer.await();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
            connection.awaitRequest(); // it is the balancer that closes
        });
    }

    @Test
    void finishesTheRunningRequestAndClosesIdleClients() throws Exception {
        final WeirProcess weir = stage.weirBefore(slowBackend().port());
        final RawClient idle = stage.client(weir.port());
        final RawClient busy = stage.client(weir.port());
        busy.sendGet("/", "HTTP/1.1");
        isAsked.await();

        weir.terminate();
        assertTrue(idle.awaitEnd(), "an idle client is told nothing but the end");
        await("nobody is accepted").atMost(Child.PATIENCE).until(() -> !RawClient.canConnect(weir.port()));
        assertTrue(weir.isAlive(), "a request is running");

        mayAnswer.countDown();
        final RawResponse response = busy.read().whole();
        assertEquals(200, response.status());
        assertEquals("slow", response.text());
        assertEquals("close", response.field("Connection"));
        assertTrue(busy.awaitEnd());
        busy.close();
        idle.close();
        assertEquals(0, weir.awaitEnd());
    }

    @Test
    void closesAnIdleKeepAliveClientThatHasBeenServed() throws Exception {
        final WeirProcess weir = stage.weirBefore(stage.demoBackend("b1").port());
        final RawClient client = stage.client(weir.port());
        assertEquals(200, client.get("/").status());
        weir.terminate();
        assertTrue(client.awaitEnd());
        client.close();
        assertEquals(0, weir.awaitEnd());
    }

    @Test
    void waitsNoLongerThanConfigured() throws Exception {
        final WeirProcess weir =
                stage.weir(Yaml.of("shutdown: 1s", "", slowBackend().port()));
        final RawClient busy = stage.client(weir.port());
        busy.sendGet("/", "HTTP/1.1");
        isAsked.await();

        final long startNs = System.nanoTime();
        weir.terminate();
        assertThrows(IOException.class, busy::read);
        assertEquals(0, weir.awaitEnd());
        final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        assertTrue(tookMs >= 1_000 && tookMs < 5_000, "took " + tookMs + " ms");
        assertTrue(weir.err().toString().contains("1 client connections were still busy"), weir.err()::toString);
    }
}
