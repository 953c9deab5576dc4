package weir.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** For peers that cannot tell which port they were given. */
final class FreePort {
    private FreePort() {}

    /** Free a moment ago, and not one that the kernel gives to clients; the first from {@code from} on. */
    static int findBelowEphemeral(int from) throws IOException {
        for (int port = from; port < 32_768; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Free a moment ago. */
    static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
