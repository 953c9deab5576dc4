package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that send the head of a request a byte at a time: the deadline stands from the first byte on, and nobody else
 * waits.
 */
@Tag("system")
@Timeout(120)
final class SlowHeadsIT {
    private static final int HEAD_MS = 4_000;
    /** Timers are coarse, and the first byte was sent before the clock was read. */
    private static final int SLACK_MS = 300;

    private static final int CROWD_MAX = 5_000;
    private static final int DESCRIPTORS_OF_OTHERS = 1_000;
    private static final int COMPARING_MS = 1_500;
    /** What may be slower beside a crowd: bytes come from it all the time, and each is read. */
    private static final int TIMES_SLOWER_MAX = 4;

    private static final byte[] SLOW_HEAD =
            ("GET / HTTP/1.1\r\nHost: test\r\n" + "X: y\r\n".repeat(100)).getBytes(StandardCharsets.US_ASCII);

    @AutoClose
    private final Stage stage = new Stage();

    /** Heads are small, so that the buffers of the crowd fit into half of the stock of a small heap. */
    private WeirProcess weir() throws Exception {
        return stage.weir(
                """
                loops: 1
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app, timeouts: {head: %dms}, limits: {head: 4KiB}}
                pools:
                  app: {backends: ["127.0.0.1:%d"], health: none}
                """.formatted(HEAD_MS, stage.backend(SlowHeadsIT::answerAll).port()));
    }

    /** As fast as it goes, so that a delay before it would show. */
    private static void answerAll(ScriptedBackend.Connection connection) throws IOException {
        while (connection.awaitRequest()) {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    }

    @Test
    void cutsAClientThatTricklesAtTheDeadline() throws Exception {
        final RawClient client = stage.client(weir().port());
        final Thread trickle = new Thread(() -> trickle(client), "trickle");
        final long startNs = System.nanoTime();
        trickle.start();
        final RawResponse response = client.read().whole();
        final long tookMs = (System.nanoTime() - startNs) / 1_000_000;
        assertEquals(408, response.status());
        assertEquals("close", response.field("Connection"));
        assertTrue(tookMs >= HEAD_MS - SLACK_MS && tookMs < 3 * HEAD_MS, "cut after " + tookMs + " ms");
        trickle.interrupt();
        trickle.join();
    }

    private static void trickle(RawClient client) {
        try {
            for (byte b : SLOW_HEAD) {
                client.send(new byte[] {b});
                Thread.sleep(50);
            }
        } catch (IOException | InterruptedException e) {
            // It has been cut, and that was seen elsewhere.
        }
    }

    /** Beside another Weir, which has no crowd: whatever else the machine does holds up both. */
    @Test
    void aCrowdOfTricklersHoldsUpNobodyAndIsCut() throws Exception {
        final WeirProcess weir = weir();
        final RawClient fast = stage.client(weir.port());
        final RawClient elsewhere = stage.client(weir().port());
        final Times alone = compare(fast, elsewhere, () -> true); // warms up, too

        final Crowd crowd = stage.add(new Crowd(weir.port(), crowdSize()));
        final Thread trickling = new Thread(crowd::trickleUntilCut, "crowd");
        trickling.start();
        final Times beside = compare(fast, elsewhere, () -> crowd.cut == 0);
        trickling.join();

        System.out.println("without a crowd: " + alone + "; beside " + crowd.size() + ": " + beside);
        assertTrue(beside.count > 0, "the crowd was gone before anybody could be served beside it");
        assertTrue(beside.ns < TIMES_SLOWER_MAX * beside.elsewhereNs, beside::toString);
        assertEquals(crowd.size(), crowd.told, "all were told 408 before they were cut");
        assertTrue(
                crowd.firstCutMs >= HEAD_MS - SLACK_MS && crowd.lastCutMs < crowd.allThereMs + 3 * HEAD_MS,
                "cut after " + crowd.firstCutMs + " to " + crowd.lastCutMs + " ms, all there after "
                        + crowd.allThereMs);
        assertEquals(200, fast.get("/").status());
    }

    /** What as many requests of two clients in turn took. */
    private record Times(int count, long ns, long elsewhereNs) {
        @Override
        public String toString() {
            return count + " requests in " + ns / 1_000_000 + " ms, elsewhere in " + elsewhereNs / 1_000_000 + " ms";
        }
    }

    private static Times compare(RawClient client, RawClient elsewhere, BooleanSupplier goesOn) throws IOException {
        final long endNs = System.nanoTime() + COMPARING_MS * 1_000_000L;
        int count = 0;
        long ns = 0;
        long elsewhereNs = 0;
        while (System.nanoTime() - endNs < 0 && goesOn.getAsBoolean()) {
            ns += served(client);
            elsewhereNs += served(elsewhere);
            count++;
        }
        return new Times(count, ns, elsewhereNs);
    }

    private static long served(RawClient client) throws IOException {
        final long startNs = System.nanoTime();
        assertEquals(200, client.get("/").status());
        return System.nanoTime() - startNs;
    }

    private static int crowdSize() {
        final var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        final long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
        return (int) Math.min(CROWD_MAX, free - DESCRIPTORS_OF_OTHERS);
    }

    /** Connections that each send a byte of a head in every round; one thread serves them all. */
    private static final class Crowd implements Closeable {
        private static final int ROUND_MS = 1_000;

        private final List<SocketChannel> clients = new ArrayList<>();
        private final long startNs = System.nanoTime();
        private final ByteBuffer in = ByteBuffer.allocate(1_024);
        volatile int cut;
        int told;
        final long allThereMs;
        long firstCutMs = Long.MAX_VALUE;
        long lastCutMs;

        Crowd(int port, int size) throws IOException {
            for (int i = 0; i < size; i++) {
                final SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                clients.add(client);
                client.configureBlocking(false);
                client.write(ByteBuffer.wrap(SLOW_HEAD, 0, 1));
            }
            allThereMs = elapsedMs();
        }

        private long elapsedMs() {
            return (System.nanoTime() - startNs) / 1_000_000;
        }

        int size() {
            return clients.size();
        }

        void trickleUntilCut() {
            try {
                for (int at = 1; cut < clients.size() && at < SLOW_HEAD.length; at++) {
                    for (SocketChannel client : clients) {
                        if (client.isOpen()) {
                            turn(client, at);
                        }
                    }
                    Thread.sleep(ROUND_MS);
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private void turn(SocketChannel client, int at) throws IOException {
            in.clear();
            if (client.read(in) == 0) {
                client.write(ByteBuffer.wrap(SLOW_HEAD, at, 1));
                return;
            }
            if (new String(in.array(), 0, in.position(), StandardCharsets.US_ASCII).startsWith("HTTP/1.1 408 ")) {
                told++;
            }
            client.close();
            final long nowMs = elapsedMs();
            firstCutMs = Math.min(firstCutMs, nowMs);
            lastCutMs = nowMs;
            cut++;
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }
}
