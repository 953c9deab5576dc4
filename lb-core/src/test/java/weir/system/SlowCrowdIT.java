package weir.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A crowd that holds what it can and gives next to nothing does not keep a fast client from being served, though memory
 * is little. Prints the fast client's times alone and among them. The whole of it, by which its p99 may double at most:
 * {@code -Dweir.crowd=2000 -Dweir.crowd.seconds=30}, on a machine with nothing else to do.
 */
@Tag("system")
@Timeout(180)
final class SlowCrowdIT {
    private static final int CROWD = Integer.getInteger("weir.crowd", 600);
    private static final int SECONDS = Integer.getInteger("weir.crowd.seconds", 6);
    private static final boolean IS_WHOLE = CROWD >= 2_000;
    private static final long TRICKLE_NS = 4_000_000_000L;
    private static final int PACE_MS = 5;
    /**
     * What a busy machine may cost. Less than the half second of patience before an eviction: nobody may wait for one.
     */
    private static final long PATIENCE_US = 400_000;

    private static final long SETTLED_WITHIN_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int SLICE_BYTES = 16_384;

    enum Kind {
        PUTS("PUT /p HTTP/1.1\r\nHost: test\r\nContent-Length: 100000\r\n\r\n"),
        HEADS("GET /h HTTP/1.1\r\nHost: test\r\nX-Slow: "),
        READERS("GET /bytes/1000000 HTTP/1.1\r\nHost: test\r\n\r\n");

        private final byte[] opening;

        Kind(String opening) {
            this.opening = opening.getBytes(US_ASCII);
        }
    }

    @AutoClose
    private final Stage stage = new Stage();

    private final List<SocketChannel> crowd = new ArrayList<>();
    /** By the backend; a short response is one. */
    private final AtomicLong sentSlices = new AtomicLong();

    private final ByteBuffer octet = ByteBuffer.allocate(1).put(0, (byte) 'x');

    @ParameterizedTest
    @EnumSource(Kind.class)
    void leavesAFastClientItsTimes(Kind kind) throws Exception {
        final byte[] large = response(1_000_000);
        final byte[] small = response(20);
        final ScriptedBackend backend = stage.backend(connection -> {
            for (String head = head(connection.in()); !head.isEmpty(); head = head(connection.in())) {
                if (head.startsWith("PUT")) {
                    connection.in().skip(Long.MAX_VALUE); // a body that never ends
                    return;
                }
                send(head.startsWith("GET /bytes") ? large : small, connection.out());
            }
        });
        final WeirProcess weir = stage.weir(
                List.of("-ea", "-Xmx64m", "-XX:MaxDirectMemorySize=64m"),
                Yaml.of(
                        "loops: 1\nadmin: {bind: 127.0.0.1:0}",
                        ", health: none, timeouts: {response: 60s}",
                        backend.port()));
        final RawClient fast = stage.client(weir.port());
        serve(fast, SECONDS);
        final long[] alone = serve(fast, SECONDS);
        for (int i = 0; i < CROWD; i++) {
            join(kind, weir.port());
        }
        final long[] arriving = untilSettled(fast);
        final long[] among = serve(fast, SECONDS);
        System.out.printf(
                "%d slow %s: a fast client's p50 and p99 are %d and %d us, alone %d and %d us; until all were there,"
                        + " for %d requests, %d and %d us%n",
                CROWD,
                kind,
                percentile(among, 50),
                percentile(among, 99),
                percentile(alone, 50),
                percentile(alone, 99),
                arriving.length,
                percentile(arriving, 50),
                percentile(arriving, 99));
        assertTrue(percentile(among, 99) < PATIENCE_US, () -> "p99 is " + percentile(among, 99) + " us");
        if (kind == Kind.READERS) {
            final var ends = new AdminClient(weir.adminPort()).metrics();
            assertEquals(0, ends.get("weir_exchange_ends_total{end=\"client_evicted\"}"), "nobody is evicted");
        }
        if (IS_WHOLE) {
            assertTrue(percentile(among, 99) <= 2 * percentile(alone, 99), "p99 has more than doubled");
        }
    }

    private void send(byte[] response, OutputStream out) throws IOException {
        for (int at = 0; at < response.length; at += SLICE_BYTES) {
            out.write(response, at, Math.min(SLICE_BYTES, response.length - at));
            sentSlices.incrementAndGet();
        }
    }

    /**
     * Serves until the backend has not got rid of more than the fast client's responses for a second: what comes before
     * is 2,000 downloads at full speed into the kernel's buffers, from 2,000 threads beside the measuring one.
     */
    private long[] untilSettled(RawClient fast) throws IOException {
        final List<Long> times = new ArrayList<>();
        final long startNs = System.nanoTime();
        for (long before = -1, own = 0; sentSlices.get() - own != before; ) {
            assertTrue(System.nanoTime() - startNs < SETTLED_WITHIN_NS, "bytes still flow to the crowd");
            before = sentSlices.get();
            final long[] served = serve(fast, 1);
            own = served.length;
            LongStream.of(served).forEach(times::add);
        }
        return times.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** Empty at the connection's end. */
    private static String head(InputStream in) throws IOException {
        final StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            final int c = in.read();
            if (c < 0) {
                return "";
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private static byte[] response(int bytes) {
        return ("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n" + "x".repeat(bytes)).getBytes(US_ASCII);
    }

    private void join(Kind kind, int port) throws IOException {
        final SocketChannel client = stage.add(SocketChannel.open());
        if (kind == Kind.READERS) {
            client.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        }
        client.connect(new InetSocketAddress("127.0.0.1", port));
        client.configureBlocking(false);
        client.write(ByteBuffer.wrap(kind.opening));
        crowd.add(client);
    }

    /** Requests at a steady pace, while the crowd does what it does. Their times in microseconds, sorted. */
    private long[] serve(RawClient fast, int seconds) throws IOException {
        final List<Long> times = new ArrayList<>();
        final long startNs = System.nanoTime();
        long trickledNs = startNs;
        while (System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(seconds)) {
            final long sentNs = System.nanoTime();
            assertEquals(200, fast.get("/").status());
            times.add((System.nanoTime() - sentNs) / 1_000);
            if (System.nanoTime() - trickledNs > TRICKLE_NS) {
                trickledNs += TRICKLE_NS;
                crowd.forEach(this::trickle);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PACE_MS));
        }
        return times.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** A byte out and a byte in. Who has been thrown out stays out. */
    private void trickle(SocketChannel client) {
        try {
            client.write(octet.rewind());
            client.read(octet.rewind());
        } catch (IOException e) {
            octet.clear();
        }
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}
