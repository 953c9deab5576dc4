package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What requests take that wait for a slow backend. {@code -Dweir.in-flight=10000} has more of them; both ends' sockets
 * take descriptors of this process.
 */
@Tag("system")
@Timeout(120)
final class InFlightIT {
    private static final int IN_FLIGHT = Integer.getInteger("weir.in-flight", 1_000);
    private static final int BUFFER_BYTES_MAX = 5 * 1024;
    /**
     * Beyond its client's connection. The one to the backend is in it, with at least 620 bytes that the JDK keeps for
     * it.
     */
    private static final int HEAP_BYTES_MAX = 2_048;

    @AutoClose
    private final Stage stage = new Stage();

    private final List<Socket> held = new CopyOnWriteArrayList<>();

    /** Takes requests and says nothing. */
    private ServerSocket silentBackend() throws IOException {
        final ServerSocket server = stage.add(new ServerSocket(0, 1_000, InetAddress.getByName("127.0.0.1")));
        final Thread accepting = new Thread(() -> {
            try {
                while (true) {
                    held.add(stage.add(server.accept()));
                }
            } catch (IOException e) {
                // the stage is over
            }
        });
        accepting.setDaemon(true);
        accepting.start();
        return server;
    }

    @Test
    void aRequestThatWaitsForItsResponseIsASmallBuffer() throws Exception {
        final WeirProcess weir = stage.weir("""
                admin: 0
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app}
                pools:
                  app: {backends: ["127.0.0.1:%d"], health: none, timeouts: {response: 10m}}
                """.formatted(silentBackend().getLocalPort()));
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final AdminClient admin = new AdminClient(weir.adminPort());
        send(connect(weir, 1));
        admin.metrics(); // what the page needs is not the requests'
        final long alone = facts.liveHeapBytes();
        final List<RawClient> clients = connect(weir, IN_FLIGHT);
        await("accepted clients").atMost(Child.PATIENCE).until(() -> admin.sum("weir_connections") > IN_FLIGHT);
        final long before = facts.liveHeapBytes();
        send(clients);
        await("requests at the backend").atMost(Child.PATIENCE).until(() -> held.size() > IN_FLIGHT);
        await("loops that tell what they hold")
                .atMost(Child.PATIENCE)
                .until(() -> admin.sum("weir_loop_small_buffers_held") > IN_FLIGHT);
        final long heap = (facts.liveHeapBytes() - before) / IN_FLIGHT;
        final double buffers =
                (admin.sum("weir_loop_small_buffers_held") * 4_096 + admin.sum("weir_loop_buffers_held") * 34_864)
                        / IN_FLIGHT;
        System.out.printf(
                "each of %d requests in flight: %d bytes of heap beside the %d of its client's connection, %.0f of buffers%n",
                IN_FLIGHT, heap, (before - alone) / IN_FLIGHT, buffers);
        assertTrue(buffers <= BUFFER_BYTES_MAX, buffers + " bytes of buffers each");
        assertTrue(heap <= HEAP_BYTES_MAX, heap + " bytes of heap each");
    }

    private List<RawClient> connect(WeirProcess weir, int count) throws IOException {
        final List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(stage.client(weir.port()));
        }
        return clients;
    }

    private static void send(List<RawClient> clients) throws IOException {
        for (RawClient client : clients) {
            client.sendGet("/slow", "HTTP/1.1");
        }
    }
}
