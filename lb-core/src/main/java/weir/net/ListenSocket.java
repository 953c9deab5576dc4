package weir.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * One loop's listening socket. All loops bind the same address with SO_REUSEPORT and the kernel spreads connections over them.
 *
 * <p>Bound by the starting thread, so that a port in use is known before anything runs; then the owning loop's.
 */
public final class ListenSocket implements AutoCloseable {
    /** More than the default of 50; the kernel caps it at somaxconn. */
    private static final int BACKLOG = 4096;

    private final ServerSocketChannel channel;

    private ListenSocket(ServerSocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Fails when anyone already listens there, another Weir included: SO_REUSEPORT alone would share the port with it in silence.
     */
    public static void requireFree(InetSocketAddress address) throws IOException {
        if (address.getPort() != 0) {
            try (ServerSocketChannel probe = ServerSocketChannel.open(NioNetwork.family(address))) {
                probe.bind(address, 1);
            }
        }
    }

    /** @throws BindException when the address cannot be had */
    public static ListenSocket bind(InetSocketAddress address) throws IOException {
        final ServerSocketChannel channel = ServerSocketChannel.open(NioNetwork.family(address));
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new ListenSocket(channel);
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** A waiting connection, or null. */
    SocketChannel accept() throws IOException {
        return channel.accept();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
