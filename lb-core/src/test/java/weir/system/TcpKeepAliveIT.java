package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kernel has been told about connections that say nothing. */
@Tag("system")
@Timeout(60)
final class TcpKeepAliveIT {
    /** "timer_active": another one than retransmission; on an idle connection that is keep-alive. */
    private static final String KEEP_ALIVE = "02";

    private static final String NO_TIMER = "00";
    private static final String ANY_PORT = "[0-9A-F]{4}";

    @AutoClose
    private final Stage stage = new Stage();

    /** Of the established connection with that local and that remote port: which timer runs. */
    private static String timer(int local, int remote) throws IOException {
        return timers("%04X".formatted(local), remote).stream().findFirst().orElse("none");
    }

    /** Of all connections to that port, from local ones that match. */
    private static List<String> timers(String local, int remote) throws IOException {
        final String ports = ".*:%s [0-9A-F]+:%04X 01 .*".formatted(local, remote);
        return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
                .filter(line -> line.matches(ports))
                .map(line -> line.trim().split("\\s+")[5].split(":")[0])
                .toList();
    }

    private WeirProcess weir(String keepAlive, String mode, int backend) throws IOException {
        return stage.weir("""
                loops: 1
                tcp-keep-alive: %s
                listeners:
                  web: {bind: 127.0.0.1:0, mode: %s, pool: app}
                pools:
                  app: {backends: ["127.0.0.1:%d"], health: none}
                """.formatted(keepAlive, mode, backend));
    }

    private static void awaitTimer(String timer, int local, int remote) {
        await().atMost(Child.PATIENCE).untilAsserted(() -> assertEquals(timer, timer(local, remote)));
    }

    @Test
    void theKernelAsksSilentPeersOfATunnelOnBothSides() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            final WeirProcess weir = weir("2s", "tcp", server.getLocalPort());
            final TcpPair pair = stage.add(TcpPair.open(weir, server));
            pair.assertCarries("hello");
            awaitTimer(KEEP_ALIVE, weir.port(), pair.client().getLocalPort());
            awaitTimer(KEEP_ALIVE, pair.backend().getPort(), server.getLocalPort());
            pair.assertCarries("still there");
        }
    }

    @Test
    void theKernelAsksIdleClientsAndIdleBackends() throws IOException {
        final int backend = stage.demoBackend("b1").port();
        final WeirProcess weir = weir("2s", "http", backend);
        final Socket socket = new Socket("127.0.0.1", weir.port());
        final RawClient client = stage.add(new RawClient(socket));
        assertEquals(200, client.get("/").status());
        awaitTimer(KEEP_ALIVE, weir.port(), socket.getLocalPort());
        await().atMost(Child.PATIENCE).until(() -> timers(ANY_PORT, backend).contains(KEEP_ALIVE));
    }

    @Test
    void theKernelAsksNobodyWhereItIsOff() throws IOException {
        final WeirProcess off = weir("none", "http", stage.demoBackend("b1").port());
        final WeirProcess on = weir("1s", "http", stage.demoBackend("b2").port());
        final Socket unasked = new Socket("127.0.0.1", off.port());
        stage.add(new RawClient(unasked));
        final Socket asked = new Socket("127.0.0.1", on.port());
        stage.add(new RawClient(asked));
        awaitTimer(KEEP_ALIVE, on.port(), asked.getLocalPort());
        assertEquals(NO_TIMER, timer(off.port(), unasked.getLocalPort()));
    }
}
