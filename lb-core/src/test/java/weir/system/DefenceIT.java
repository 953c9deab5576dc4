package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rate limits, who may come in, and how often at the same time; over sockets and two loops, in one process. */
@Tag("system")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DefenceIT {
    private static final int RATE = 300;
    private static final int BURST = 100;
    private static final long LIMITED_NS = 1_000_000_000;

    private final Stage stage = new Stage();
    private WeirProcess weir;
    private Path denied;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        denied = Files.writeString(folder.resolve("denied.txt"), "# one\n127.0.0.2\n");
        final ScriptedBackend backend = stage.backend(connection -> {
            while (connection.awaitRequest()) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        weir = stage.weir("""
                loops: 2
                listeners:
                  rates: {bind: 127.0.0.1:0, pool: app, rate-limits: [{key: client, rate: %d/s, burst: %d}]}
                  files: {bind: 127.0.0.1:0, pool: app, deny: ["file:%s"]}
                  named: {bind: 127.0.0.1:0, pool: app, trusted: [127.0.0.1], deny: [192.0.2.0/24, 127.0.0.1]}
                  bytes:
                    {bind: 127.0.0.1:0, pool: app, mode: tcp, allow: [127.0.0.0/30], limits: {connections-per-client: 1}}
                  often: {bind: 127.0.0.1:0, pool: app, limits: {connections-per-client: 5}}
                pools: {app: {backends: [127.0.0.1:%d], health: none}}
                """.formatted(RATE, BURST, denied, backend.port()));
    }

    @AfterAll
    void end() throws IOException {
        stage.close();
    }

    /** A client with another address of this machine. */
    private RawClient from(String address, String listener) throws IOException {
        final InetAddress local = InetAddress.getByName(address);
        return stage.add(new RawClient(new Socket("127.0.0.1", weir.port(listener), local, 0)));
    }

    private static int get(RawClient client) throws IOException {
        return client.get("/").status();
    }

    /** Without a byte of an answer. */
    private boolean isClosed(String address, String listener) throws IOException {
        final RawClient client = from(address, listener);
        try {
            return client.awaitEnd();
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void aRateHoldsOverAllLoopsTogether() throws Exception {
        final AtomicInteger served = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        final AtomicInteger others = new AtomicInteger();
        final List<Thread> threads = new ArrayList<>();
        final long firstNs = System.nanoTime();
        final RawClient first = from("127.0.0.1", "rates");
        assertEquals(200, get(first));
        served.incrementAndGet(); // the clock of its bucket runs from here
        final long beganNs = System.nanoTime();
        for (int i = 0; i < 16; i++) {
            final RawClient client = from("127.0.0.1", "rates");
            final Thread thread = new Thread(() -> {
                try {
                    while (System.nanoTime() - beganNs < LIMITED_NS) {
                        final int status = get(client);
                        (status == 200 ? served : status == 429 ? refused : others).incrementAndGet();
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
        final double most = BURST + RATE * ((System.nanoTime() - firstNs) / 1e9) + 2;
        assertTrue(served.get() <= most, served + " of " + most);
        assertTrue(served.get() >= 0.95 * (BURST + RATE * (LIMITED_NS / 1e9)), served + " of " + most);
        assertTrue(refused.get() > 0);
    }

    @Test
    void aFileOfNetworksHoldsFromWhenItIsChanged() throws Exception {
        final RawClient open = from("127.0.0.3", "files");
        assertEquals(200, get(open));
        assertTrue(isClosed("127.0.0.2", "files"));
        Files.writeString(denied, "127.0.0.3\n");
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertEquals(403, get(open)));
        assertTrue(isClosed("127.0.0.3", "files"));
        assertEquals(200, get(from("127.0.0.2", "files")));
    }

    @Test
    void withoutHttpAConnectionIsClosedAtOnce() throws Exception {
        assertTrue(isClosed("127.0.0.4", "bytes"));
        assertEquals(200, get(from("127.0.0.2", "bytes")));
        assertTrue(isClosed("127.0.0.2", "bytes"));
        assertEquals(200, get(from("127.0.0.3", "bytes")));
    }

    @Test
    void whomATrustedProxyNamesIsMeant() throws Exception {
        final RawClient proxy = from("127.0.0.1", "named");
        for (String client : new String[] {"192.0.2.1", "198.51.100.1", "x, 192.0.2.1", "127.0.0.1", "x"}) {
            proxy.send("GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: " + client + "\r\n\r\n");
            assertEquals(
                    client.startsWith("198") ? 200 : 403, proxy.read().whole().status(), client);
        }
    }

    @Test
    void aClientHasSoManyConnectionsOverAllLoops() throws Exception {
        final List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(from("127.0.0.2", "often"));
            assertEquals(200, get(clients.get(i)));
        }
        for (int i = 0; i < 10; i++) {
            assertTrue(isClosed("127.0.0.2", "often"));
        }
        assertEquals(200, get(from("127.0.0.3", "often")));
        clients.get(2).close();
        Awaitility.await()
                .ignoreExceptionsInstanceOf(IOException.class) // until its end is seen
                .untilAsserted(() -> assertEquals(200, get(from("127.0.0.2", "often"))));
        assertTrue(isClosed("127.0.0.2", "often"));
    }
}
