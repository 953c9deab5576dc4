package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Both ends of one connection through Weir: the client, and what the backend accepted for it. One thread. */
record TcpPair(Socket client, Socket backend) implements Closeable {
    /** @param server the only backend */
    static TcpPair open(WeirProcess weir, ServerSocket server) throws IOException {
        final Socket client = new Socket("127.0.0.1", weir.port());
        final Socket backend = server.accept();
        for (Socket socket : new Socket[] {client, backend}) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) Child.PATIENCE.toMillis());
        }
        return new TcpPair(client, backend);
    }

    void assertCarries(String text) throws IOException {
        assertPasses(text, client, backend);
        assertPasses(text, backend, client);
    }

    static void assertPasses(String text, Socket from, Socket to) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(text, new String(to.getInputStream().readNBytes(text.length()), StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        client.close();
        backend.close();
    }
}
