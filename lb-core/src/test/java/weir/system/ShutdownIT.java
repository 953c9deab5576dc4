package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.NamedPipe;

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
        final WeirProcess weir =
                stage.weir(Yaml.of("shutdown: 4s", "", slowBackend().port()));
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
    void answersOneMoreRequestOfEveryKeepAliveClientAndSaysClose() throws Exception {
        final WeirProcess weir = stage.weirBefore(stage.demoBackend("b1").port());
        final List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(stage.client(weir.port()));
            assertEquals(200, clients.get(i).get("/").status());
        }
        weir.terminate();
        await("draining has begun").atMost(Child.PATIENCE).until(() -> !RawClient.canConnect(weir.port()));
        for (RawClient client : clients) {
            final RawResponse last = client.get("/");
            assertEquals(200, last.status());
            assertEquals("close", last.field("Connection"));
            assertTrue(client.awaitEnd());
            client.close();
        }
        assertEquals(0, weir.awaitEnd());
    }

    /** It finds both its ports free while the one before it still has a request to finish. */
    @Test
    void letsASuccessorStartOnTheSamePortsWhileItDrains() throws Exception {
        final String admin = "admin: {bind: 127.0.0.1:0}";
        final int backend = slowBackend().port();
        final WeirProcess weir = stage.weir(Yaml.of(admin, "", backend));
        final RawClient connected = stage.client(weir.adminPort());
        assertEquals(200, ofAdmin(connected, "/ready").status());
        final RawClient busy = stage.client(weir.port());
        busy.sendGet("/", "HTTP/1.1");
        isAsked.await();
        weir.terminate();
        await("the ports are given up")
                .atMost(Child.PATIENCE)
                .until(() -> !RawClient.canConnect(weir.port()) && !RawClient.canConnect(weir.adminPort()));

        final RawResponse readiness = ofAdmin(connected, "/ready");
        assertEquals(503, readiness.status(), "those that were connected are still answered");
        assertTrue(readiness.text().contains("stopping"));
        assertEquals(200, ofAdmin(connected, "/live").status());
        connected.close();

        final WeirProcess successor = stage.weir(Yaml.of(admin.replace(":0", ":" + weir.adminPort()), "", backend)
                .replace("127.0.0.1:0", "127.0.0.1:" + weir.port()));
        assertEquals(weir.port(), successor.port());
        assertTrue(weir.isAlive(), "its request is still running");
        mayAnswer.countDown();
        assertEquals("slow", busy.read().whole().text());
        busy.close();
        assertEquals(0, weir.awaitEnd());
        assertEquals(200, RawClient.getOnce(successor.port(), "/").status());
    }

    @Test
    void endsAtOnceWithASecondSignal() throws Exception {
        final WeirProcess weir = stage.weirBefore(slowBackend().port());
        final RawClient busy = stage.client(weir.port());
        busy.sendGet("/", "HTTP/1.1");
        isAsked.await();
        weir.terminate();
        await().atMost(Child.PATIENCE).until(() -> !RawClient.canConnect(weir.port()));
        weir.terminate();
        assertEquals(143, weir.awaitEnd());
        assertTrue(weir.err().contains("weir: stopping at once, as asked a second time"), weir.err()::toString);
    }

    /** Nobody opens the pipe, so nobody empties it either. */
    @Test
    void startsAndStopsThoughNobodyReadsThePipeOfTheAccessLog() throws Exception {
        final Path pipe = NamedPipe.make(stage.add(Folder.make()).path().resolve("log.pipe"));
        final WeirProcess weir = stage.weir(Yaml.of(
                "shutdown: 1s\nlog: {access: " + pipe + "}",
                "",
                stage.demoBackend("b1").port()));
        final RawClient client = stage.client(weir.port());
        for (int i = 0; i < 400; i++) { // a pipe holds 64 KiB
            assertEquals(200, client.get("/a?" + "x".repeat(200)).status());
        }
        client.close();
        weir.awaitError("nothing takes its lines");
        weir.terminate();
        assertEquals(0, weir.awaitEnd(), () -> weir.log().toString());
        weir.awaitError("access log " + pipe + " took nothing for 2000 ms: ");
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

    private static RawResponse ofAdmin(RawClient connected, String path) throws IOException {
        connected.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return connected.read().whole();
    }
}
