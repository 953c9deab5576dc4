package weir.system;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** A WebSocket server of others that echoes what it is sent, and closes when it is told to. */
final class WebSocketPeer extends WebSocketServer implements Closeable {
    static final String CLOSE_PLEASE = "close, please";
    static final int CLOSE_CODE = 4_001;

    /** Codes with which connections were closed, as this side saw it. */
    final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

    private final CountDownLatch started = new CountDownLatch(1);

    private WebSocketPeer() {
        super(new InetSocketAddress("127.0.0.1", 0), 1);
        setConnectionLostTimeout(0); // no pings: idle is idle
    }

    static WebSocketPeer begin() throws Exception {
        final WebSocketPeer peer = new WebSocketPeer();
        peer.setDaemon(true);
        peer.start();
        if (!peer.started.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the WebSocket server does not start");
        }
        return peer;
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {}

    @Override
    public void onMessage(WebSocket socket, String message) {
        if (message.equals(CLOSE_PLEASE)) {
            socket.close(CLOSE_CODE, "as you wish");
        } else {
            socket.send(message);
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer message) {
        socket.send(message);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean byClient) {
        closed.add(code);
    }

    @Override
    public void onError(WebSocket socket, Exception failure) {}

    @Override
    public void close() throws IOException {
        try {
            stop(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
