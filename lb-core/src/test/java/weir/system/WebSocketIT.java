package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * WebSocket with a client and a server of others: the handshake passes, then bytes are bytes (RFC 9110 §7.8, RFC 6455).
 */
@Tag("system")
@Timeout(90)
final class WebSocketIT {
    private static final int MEBIBYTE = 1 << 20;
    private static final int NORMAL = 1_000;
    private static final int GOING_AWAY = 1_001;
    private static final String UPGRADE = """
            GET /chat HTTP/1.1
            Host: test
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """.replace("\n", "\r\n");

    @AutoClose
    private final Stage stage = new Stage();

    private WebSocketPeer server;
    private WeirProcess weir;
    private final Client client = new Client();

    /** What came to the client, and how it ended. */
    private static final class Client implements WebSocket.Listener {
        final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
            return onPart(socket, part.toString().getBytes(StandardCharsets.UTF_8), isLast);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean isLast) {
            final byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            return onPart(socket, bytes, isLast);
        }

        private CompletionStage<?> onPart(WebSocket socket, byte[] part, boolean isLast) {
            parts.writeBytes(part);
            if (isLast) {
                messages.add(parts.toByteArray());
                parts.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.add(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            closed.add(-1);
        }

        void expects(byte[] message) throws InterruptedException {
            assertArrayEquals(message, messages.poll(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    private WebSocket connect(String timeouts) throws Exception {
        server = stage.add(WebSocketPeer.begin());
        weir = stage.weir("""
                loops: 1
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app, timeouts: {%s}}
                pools:
                  app: {backends: ["127.0.0.1:%d"], health: none, timeouts: {response: 1s, body: 1s, idle: 1s}}
                """.formatted(timeouts, server.getPort()));
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + weir.port() + "/chat"), client)
                .get(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static int next(BlockingQueue<Integer> codes) throws InterruptedException {
        final Integer code = codes.poll(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertNotNull(code, "not closed");
        return code;
    }

    @Test
    void carriesTextAndBinaryMessagesBothWays() throws Exception {
        final WebSocket socket = connect("tunnel: 10s");
        for (int i = 0; i < 10; i++) {
            socket.sendText("caf\u00e9 " + i, true).join();
            client.expects(("caf\u00e9 " + i).getBytes(StandardCharsets.UTF_8));
            socket.sendBinary(ByteBuffer.wrap(new byte[] {0, (byte) i, -1}), true)
                    .join();
            client.expects(new byte[] {0, (byte) i, -1});
        }
    }

    @Test
    void carriesMessagesOfAMebibyte() throws Exception {
        final WebSocket socket = connect("tunnel: 10s");
        final byte[] message = new byte[MEBIBYTE];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) ('a' + i % 23);
        }
        socket.sendText(new String(message, StandardCharsets.US_ASCII), true).join();
        client.expects(message);
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
        client.expects(message);
    }

    @Test
    void carriesTheCloseOfTheClient() throws Exception {
        connect("tunnel: 10s").sendClose(NORMAL, "done").join();
        assertEquals(NORMAL, next(server.closed));
        assertEquals(NORMAL, next(client.closed));
    }

    @Test
    void carriesTheCloseOfTheServer() throws Exception {
        connect("tunnel: 10s").sendText(WebSocketPeer.CLOSE_PLEASE, true).join();
        assertEquals(WebSocketPeer.CLOSE_CODE, next(client.closed));
        assertEquals(WebSocketPeer.CLOSE_CODE, next(server.closed));
    }

    /** The times of requests and responses do not count in a tunnel. */
    @Test
    void staysOpenWhileIdle() throws Exception {
        final WebSocket socket = connect("head: 1s, idle: 1s, body: 1s, tunnel: 30s");
        await().pollDelay(2, TimeUnit.SECONDS).until(() -> true);
        assertFalse(socket.isInputClosed());
        socket.sendText("still here", true).join();
        client.expects("still here".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void endsWhenItIsIdleForTooLong() throws Exception {
        connect("tunnel: 1s");
        next(client.closed);
        next(server.closed);
    }

    @Test
    void bothSidesAreToldWhenWeirStops() throws Exception {
        final WebSocket socket = connect("tunnel: 10s");
        socket.sendText("hello", true).join();
        client.expects("hello".getBytes(StandardCharsets.US_ASCII));
        weir.terminate();
        assertEquals(GOING_AWAY, next(client.closed));
        assertEquals(GOING_AWAY, next(server.closed));
        assertEquals(0, weir.awaitEnd());
    }

    /** Whatever is under way: the good-bye comes between two frames. */
    @Test
    void messagesStayWholeWhenWeirStopsAmongThem() throws Exception {
        final WebSocket socket = connect("tunnel: 10s");
        final byte[] message = new byte[MEBIBYTE / 4];
        Arrays.fill(message, (byte) 0x88);
        final Thread sender = new Thread(() -> {
            while (!socket.isOutputClosed()) {
                try {
                    socket.sendBinary(ByteBuffer.wrap(message), true).join();
                } catch (CompletionException e) {
                    return; // closed meanwhile
                }
            }
        });
        sender.start();
        for (int i = 0; i < 5; i++) {
            client.expects(message);
        }
        weir.terminate();
        assertEquals(GOING_AWAY, next(client.closed));
        sender.join();
        for (byte[] received : client.messages) {
            assertArrayEquals(message, received);
        }
        assertEquals(0, weir.awaitEnd());
    }

    @ParameterizedTest
    @CsvSource({"403, Forbidden", "426, Upgrade Required", "200, OK"})
    void staysHttpWhenTheServerDoesNotSwitch(int status, String phrase) throws Exception {
        final ScriptedBackend backend = stage.backend(connection -> {
            connection.awaitRequest();
            connection.send("HTTP/1.1 " + status + " " + phrase
                    + "\r\nConnection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\nno");
            while (connection.awaitRequest()) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
            }
        });
        final RawClient raw = stage.client(stage.weirBefore(backend.port()).port());
        raw.send(UPGRADE);
        final RawResponse refusal = raw.read().whole();
        assertEquals(status, refusal.status());
        assertEquals("no", refusal.text());
        assertEquals("next", raw.get("/").text());
        raw.send("GET / HTTP/1.1\r\nHost : test\r\n\r\n"); // would pass through a tunnel
        assertEquals(400, raw.read().status());
    }
}
