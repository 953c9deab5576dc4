package weir.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** For peers that cannot tell which port they were given. */
final class FreePort {
    private FreePort() {}

    /** Free a moment ago. */
    static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
