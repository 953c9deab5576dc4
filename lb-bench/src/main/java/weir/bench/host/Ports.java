package weir.bench.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Hands out loopback ports nobody listens on, upwards from a base below the kernel's ephemeral range, so that no client
 * socket can take one in between. Thread: the command's own.
 */
public final class Ports {
    private static final int TRIES = 1_000;

    private int next;

    public Ports(int base) {
        this.next = base;
    }

    public int take() {
        for (int tried = 0; tried < TRIES; tried++) {
            final int port = next++;
            if (isFree(port)) {
                return port;
            }
        }
        throw new CannotMeasure("no free port among the " + TRIES + " below " + next + "; choose another --base-port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
