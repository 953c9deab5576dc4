package weir.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are reset while nothing is read from them: what the kernel tells of those, and of nobody else. */
@Tag("system")
@Timeout(60)
final class ResetIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path folder;

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

    /**
     * The kernel tells of a hang-up when both sides have ended, or the other side of a Unix socket has, whatever is
     * still to be read.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void carriesWhatAClientSentBeforeItsEnd(boolean isUnix) throws Exception {
        final CompletableFuture<Boolean> mayRead = new CompletableFuture<>();
        final CompletableFuture<Long> received = new CompletableFuture<>();
        final ScriptedBackend backend = stage.backend(connection -> {
            if (!isUnix) {
                connection.out().write('!');
                connection.socket().shutdownOutput();
            }
            mayRead.get();
            try {
                received.complete(connection.in().transferTo(OutputStream.nullOutputStream()));
            } catch (IOException e) {
                received.completeExceptionally(e);
            }
        });
        final Path path = folder.resolve("w.sock");
        final String yaml = Yaml.tcp("", backend.port());
        final WeirProcess weir = stage.weir(isUnix ? yaml.replace("127.0.0.1:0", "\"unix:" + path + '"') : yaml);
        final SocketAddress address =
                isUnix ? UnixDomainSocketAddress.of(path) : new InetSocketAddress("127.0.0.1", weir.port());
        final SocketChannel client = stage.add(SocketChannel.open(address));
        if (!isUnix) {
            for (int i = 0; i < 2; i++) { // the byte, and the end
                client.read(ByteBuffer.allocate(1));
            }
        }
        client.configureBlocking(false);
        final long sent = sendUntilFull(client);
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final int descriptors = facts.descriptors();
        if (isUnix) {
            client.close();
        } else {
            client.shutdownOutput();
        }
        await("a look at the client, after a second, changes nothing")
                .during(Duration.ofMillis(1_500))
                .atMost(Child.PATIENCE)
                .until(() -> facts.descriptors() == descriptors);
        mayRead.complete(true);
        assertEquals(sent, received.get(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    /**
     * A reset of Weir's own, which the kernel sends for bytes that are unread at a close, eats what the client has not
     * read yet (RFC 9112 §9.6).
     */
    @Test
    void leavesAWholeResponseToAClientWhoseNextOneIsCut() throws Exception {
        final int bytes = 150_000;
        final CompletableFuture<Boolean> begun = new CompletableFuture<>();
        final CompletableFuture<Boolean> mayEnd = new CompletableFuture<>();
        final ScriptedBackend backend = stage.backend(connection -> {
            connection.awaitRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n" + "#".repeat(bytes));
            connection.awaitRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbbb");
            begun.complete(true);
            mayEnd.get();
        });
        final WeirProcess weir = stage.weirBefore(backend.port());
        final Socket client = stage.add(new Socket("127.0.0.1", weir.port()));
        client.setSoTimeout((int) Child.PATIENCE.toMillis());
        final String post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(200_000);
        client.getOutputStream().write((GET + GET + post).getBytes(US_ASCII));
        assertTrue(begun.get(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final int descriptors = facts.descriptors();
        mayEnd.complete(true);
        await("the backend's connection is let go of")
                .atMost(Child.PATIENCE)
                .until(() -> facts.descriptors() < descriptors);
        final String received = new String(client.getInputStream().readAllBytes(), US_ASCII);
        assertEquals(bytes, received.chars().filter(c -> c == '#').count());
        assertTrue(received.endsWith("\r\n\r\nbbb"), "what has come of the second one");
    }

    /** Weir and both kernels hold what they may. */
    private static long sendUntilFull(SocketChannel client) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        long sent = 0;
        for (int vain = 0; vain < 50; ) {
            final int count = client.write(bytes.clear());
            sent += count;
            vain = count == 0 ? vain + 1 : 0;
            if (count == 0) {
                LockSupport.parkNanos(1_000_000); // for as long as Weir goes on
            }
        }
        return sent;
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
