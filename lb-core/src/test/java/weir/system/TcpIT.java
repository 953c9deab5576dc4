package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mode tcp over real sockets. */
@Tag("system")
@Timeout(60)
final class TcpIT {
    private static final int TUNNELS = Integer.getInteger("weir.idle.tunnels", 2_000);
    private static final long HEAP_BYTES_MAX = 2_560;

    @AutoClose
    private final Stage stage = new Stage();

    private ServerSocket server() throws IOException {
        return stage.add(new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1")));
    }

    @Test
    void eachSideMayEndFirstAndTheOtherGoesOn() throws Exception {
        final ServerSocket server = server();
        final WeirProcess weir = stage.weir(Yaml.tcp("", server.getLocalPort()));
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final int descriptors = facts.descriptors();
        final TcpPair one = stage.add(TcpPair.open(weir, server));
        one.client().shutdownOutput();
        assertEquals(-1, one.backend().getInputStream().read());
        TcpPair.assertPasses("the answer", one.backend(), one.client());
        one.backend().close();
        assertEquals(-1, one.client().getInputStream().read());

        final TcpPair two = stage.add(TcpPair.open(weir, server));
        two.backend().shutdownOutput();
        assertEquals(-1, two.client().getInputStream().read());
        TcpPair.assertPasses("more of the question", two.client(), two.backend());
        two.client().close();
        assertEquals(-1, two.backend().getInputStream().read());
        await("all sockets closed").atMost(Child.PATIENCE).until(() -> facts.descriptors() <= descriptors);
    }

    @Test
    void aResetStaysAReset() throws Exception {
        final ServerSocket server = server();
        final WeirProcess weir = stage.weir(Yaml.tcp("", server.getLocalPort()));
        final TcpPair one = stage.add(TcpPair.open(weir, server));
        one.assertCarries("hello");
        one.client().setSoLinger(true, 0);
        one.client().close();
        assertThrows(SocketException.class, () -> one.backend().getInputStream().read());

        final TcpPair two = stage.add(TcpPair.open(weir, server));
        two.assertCarries("hello");
        two.backend().setSoLinger(true, 0);
        two.backend().close();
        assertThrows(SocketException.class, () -> two.client().getInputStream().read());
    }

    @Test
    void aSlowReaderSlowsItsWriterDownAndWeirHoldsNextToNothing() throws Exception {
        final ServerSocket server = server();
        final WeirProcess weir = stage.weir(Yaml.tcp("", server.getLocalPort()));
        final TcpPair pair = stage.add(TcpPair.open(weir, server));
        final int total = 64 << 20;
        final Thread writer = new Thread(() -> {
            try {
                for (int sent = 0; sent < total; sent += 1 << 20) {
                    pair.client().getOutputStream().write(new byte[1 << 20]);
                }
                pair.client().shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writer.start();
        await("a writer that is held up")
                .atMost(Child.PATIENCE)
                .during(Duration.ofMillis(200))
                .until(() -> isWriting(writer));
        final long before = new ProcessFacts(weir.pid()).cpuMs();
        TcpPair.assertPasses("the other way", pair.backend(), pair.client());
        assertTrue(new ProcessFacts(weir.pid()).cpuMs() - before < 500, "nothing spins");
        long read = 0;
        final byte[] buffer = new byte[1 << 16];
        for (int count; (count = pair.backend().getInputStream().read(buffer)) > 0; ) {
            read += count;
        }
        assertEquals(total, read);
        writer.join();
    }

    private static boolean isWriting(Thread writer) {
        final StackTraceElement[] now = writer.getStackTrace();
        return now.length > 0 && now[0].getMethodName().matches("park|poll|socketWrite0|write0");
    }

    @Test
    void aKilledBackendIsLeftOutAtOnce() throws Exception {
        final ServerSocket alive = server();
        final int dead = FreePort.find();
        final WeirProcess weir = stage.weir(Yaml.tcp("", dead, alive.getLocalPort()));
        for (int i = 0; i < 20; i++) {
            stage.add(TcpPair.open(weir, alive)).assertCarries("hello " + i);
        }
    }

    @Test
    void aStopEndsWhatIsSilentAndCutsWhatHasNotEndedInTime() throws Exception {
        final ServerSocket server = server();
        final WeirProcess weir = stage.weir("shutdown: 1s\n" + Yaml.tcp("", server.getLocalPort()));
        final TcpPair silent = stage.add(TcpPair.open(weir, server));
        final TcpPair half = stage.add(TcpPair.open(weir, server));
        silent.assertCarries("before");
        half.assertCarries("before");
        half.client().shutdownOutput();
        assertEquals(-1, half.backend().getInputStream().read());
        final long startNs = System.nanoTime();
        weir.terminate();
        assertEquals(-1, silent.client().getInputStream().read());
        assertEquals(-1, silent.backend().getInputStream().read());
        assertThrows(SocketException.class, () -> half.client().getInputStream().read());
        assertEquals(0, weir.awaitEnd());
        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) >= 1_000);
        assertTrue(
                weir.out().stream().anyMatch(line -> line.contains("tunnel_drained 1, stopped 1")),
                () -> "" + weir.out());
    }

    @Test
    void anIdleConnectionTakesLittleHeap() throws Exception {
        final ServerSocket server = server();
        final WeirProcess weir = stage.weir(Yaml.tcp("", server.getLocalPort()));
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        stage.add(TcpPair.open(weir, server)).assertCarries("x");
        final long before = facts.liveHeapBytes();
        final List<TcpPair> pairs = new ArrayList<>();
        for (int i = 0; i < TUNNELS; i++) {
            final TcpPair pair = stage.add(TcpPair.open(weir, server));
            pair.assertCarries("x");
            pairs.add(pair);
        }
        final long each = (facts.liveHeapBytes() - before) / TUNNELS;
        System.out.println("heap per idle tunnel: " + each + " bytes, of " + TUNNELS);
        assertTrue(each <= HEAP_BYTES_MAX, each + " bytes each");
        for (TcpPair pair : pairs) {
            pair.assertCarries("still there");
        }
    }
}
