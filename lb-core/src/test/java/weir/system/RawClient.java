package weir.system;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to, and reads responses strictly. One connection, one thread. */
final class RawClient implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawClient(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBytes of the kernel for this connection; 0 = as usual */
    RawClient(int port, int receiveBytes) throws IOException {
        this(connect(port, receiveBytes));
    }

    /** @param connected of which this client is the owner from now on; TLS perhaps */
    RawClient(Socket connected) throws IOException {
        socket = connected;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Child.PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        out = socket.getOutputStream();
    }

    private static Socket connect(int port, int receiveBytes) throws IOException {
        final Socket socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    static boolean canConnect(int port) {
        try (Socket probe = new Socket("127.0.0.1", port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** One request on a connection of its own, answered with a small body. */
    static RawResponse getOnce(int port, String target) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send("GET " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
            return client.read().whole();
        }
    }

    /** A GET that keeps the connection, answered with a small body. */
    RawResponse get(String target) throws IOException {
        sendGet(target, "HTTP/1.1");
        return read().whole();
    }

    void sendGet(String target, String version) throws IOException {
        send("GET " + target + " " + version + "\r\nHost: test\r\n\r\n");
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The head of the next response; its body is still to be read. */
    RawResponse read() throws IOException {
        return RawResponse.read(in, false);
    }

    /** The same for a response to HEAD. */
    RawResponse readHead() throws IOException {
        return RawResponse.read(in, true);
    }

    /** So many bytes of whatever is no HTTP; fewer at the end. */
    String read(int bytes) throws IOException {
        return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    /** Blocks until the peer closes; false when it sends something instead. A reset is no orderly end: it throws. */
    boolean awaitEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
