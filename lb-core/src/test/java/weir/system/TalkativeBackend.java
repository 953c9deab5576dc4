package weir.system;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;
import weir.testkit.TlsFixtures;

/**
 * Answers each request with as many bytes, head included, as its target says, and in the same write with one more
 * response that nobody has asked for. One thread per connection.
 */
final class TalkativeBackend implements Closeable {
    static final String TARGET_FIELD = "X-Target";
    private static final String EVIL = "HTTP/1.1 200 OK\r\nX-Target: evil\r\nContent-Length: 4\r\n\r\nevil";
    private static final char[] NO_PASSWORD = {};

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    TalkativeBackend(boolean withTls) throws IOException {
        listening = withTls
                ? context().getServerSocketFactory().createServerSocket(0, 512, InetAddress.getByName("127.0.0.1"))
                : ServerSocketChannel.open()
                        .bind(new InetSocketAddress("127.0.0.1", 0), 512)
                        .socket();
        new Thread(this::accept, "talkative").start();
    }

    private static SSLContext context() {
        try {
            final Identity identity = Identity.read(TlsFixtures.certificate("localhost"));
            final KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(
                    "localhost", identity.key(), NO_PASSWORD, identity.chain().toArray(Certificate[]::new));
            final KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException | InvalidCertificateException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                final Socket socket = listening.accept();
                open.add(socket);
                new Thread(() -> serve(socket), "talkative-connection").start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            final BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String line;
            String target = null;
            while ((line = in.readLine()) != null) {
                if (line.startsWith("GET ")) {
                    target = line.split(" ")[1];
                } else if (line.isEmpty()) {
                    write(socket, (response(target) + EVIL).getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            open.remove(socket); // Weir has closed it, with bytes unread, as it should
        }
    }

    /**
     * Without TLS by one call of the system; a stream would make several of it, and what the last one has to say may
     * come late.
     */
    private static void write(Socket socket, byte[] bytes) throws IOException {
        if (socket.getChannel() == null) {
            socket.getOutputStream().write(bytes);
        } else {
            socket.getChannel()
                    .write(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        }
    }

    /** @param target ends in a slash and a number of bytes */
    private static String response(String target) {
        final int bytes = Integer.parseInt(target.substring(target.lastIndexOf('/') + 1));
        final String head = "HTTP/1.1 200 OK\r\n" + TARGET_FIELD + ": " + target + "\r\nContent-Length: ";
        int bodyBytes = bytes - head.length() - "\r\n\r\n".length();
        bodyBytes -= String.valueOf(bodyBytes).length();
        final int digits = String.valueOf(bodyBytes).length();
        final String padding = " ".repeat(Math.max(0, bytes - head.length() - digits - 4 - bodyBytes));
        return head + padding + bodyBytes + "\r\n\r\n" + "x".repeat(bodyBytes);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
