package weir.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are reset while nothing is read from them: what the kernel tells of those, and of nobody else. */
@Tag("system")
@Timeout(60)
final class ResetIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    private SocketChannel client(WeirProcess weir) throws IOException {
        final SocketChannel client = stage.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", weir.port())));
        client.configureBlocking(false);
        return client;
    }

    /** Both kernels have all that they take, so Weir has what it may hold. */
    private static void fill(SocketChannel client) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(1024 * 1024);
        while (client.write(bytes.clear()) > 0) {
            assertEquals(0, client.read(ByteBuffer.allocate(1)));
        }
    }

    private static void reset(SocketChannel client) throws IOException {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();
    }

    @Test
    void cancelsTheBackendsWorkBehindWhatAClientHasPipelined() throws Exception {
        final CompletableFuture<Boolean> begun = new CompletableFuture<>();
        final CompletableFuture<Integer> end = new CompletableFuture<>();
        final ScriptedBackend backend = stage.backend(connection -> {
            begun.complete(connection.awaitRequest());
            end.complete(connection.in().read());
        });
        final SocketChannel client = client(stage.weirBefore(backend.port()));
        client.write(ByteBuffer.wrap(GET.getBytes(US_ASCII)));
        assertTrue(begun.get(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        fill(client);
        reset(client);
        assertEquals(-1, end.get(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void resetsABackendThatTakesNothingWithoutHttp() throws Exception {
        final CompletableFuture<Boolean> mayRead = new CompletableFuture<>();
        final CompletableFuture<IOException> end = new CompletableFuture<>();
        final ScriptedBackend backend = stage.backend(connection -> {
            mayRead.get();
            try {
                connection.in().skipNBytes(Long.MAX_VALUE);
            } catch (IOException e) {
                end.complete(e);
            }
        });
        final WeirProcess weir = stage.weir(Yaml.tcp("", backend.port()));
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final int descriptors = facts.descriptors();
        final SocketChannel client = client(weir);
        fill(client);
        reset(client);
        await("both sides are let go of").atMost(Child.PATIENCE).until(() -> facts.descriptors() <= descriptors);
        mayRead.complete(true);
        assertEquals(
                "Connection reset",
                end.get(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS).getMessage());
    }
}
