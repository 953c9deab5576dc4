package weir.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A listening socket. All loops bind the same IP address with SO_REUSEPORT, each a socket of its own, and the kernel
 * spreads connections over them. There is no such thing for Unix sockets: there all loops watch the same one, and who
 * is first gets the connection. A connection may so wake loops in vain, but needs no hop from one to another.
 *
 * <p>Bound by the starting thread, so that an address in use is known before anything runs; then of the loops that it
 * was given to, and closed by the last of them.
 */
public final class ListenSocket implements AutoCloseable {
    /** More than the default of 50; the kernel caps it at somaxconn. */
    private static final int BACKLOG = 4096;

    private final ServerSocketChannel channel;
    /** Null where there is none. */
    private final SocketFile file;
    /** Loops that have not closed it yet. */
    private final AtomicInteger users;

    private ListenSocket(ServerSocketChannel channel, SocketFile file, int users) {
        this.channel = channel;
        this.file = file;
        this.users = new AtomicInteger(users);
    }

    /**
     * Fails when anyone already listens there, another Weir included: SO_REUSEPORT alone would share the port with it
     * in silence. What a dead process has left of a Unix socket is removed.
     */
    public static void requireFree(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            SocketFile.clear(unix);
        } else if (((InetSocketAddress) address).getPort() != 0) {
            tryOut(address);
        }
    }

    /**
     * Fails where {@link #requireFree} or binding would, and leaves everything as it is: a socket that a dead process
     * has left, too.
     */
    public static void tryOut(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            SocketFile.requireUsable(unix);
        } else {
            // A ServerSocketChannel would listen: who connected in that moment would be reset.
            try (SocketChannel probe = SocketChannel.open(NioNetwork.family(address))) {
                probe.setOption(StandardSocketOptions.SO_REUSEADDR, true); // as listening sockets have it
                probe.bind(address);
            }
        }
    }

    /** Fails when a file is in the way that is no socket. Unlike {@link #tryOut} it does not ask who listens. */
    public static void requireNoFile(UnixDomainSocketAddress address) throws IOException {
        SocketFile.isThere(address);
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
        return new ListenSocket(channel, null, 1);
    }

    /**
     * A Unix socket for all loops.
     *
     * @param mode permissions of its file
     * @param users how many will close it
     */
    public static ListenSocket bind(UnixDomainSocketAddress address, int mode, int users) throws IOException {
        final ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
            return new ListenSocket(channel, SocketFile.of(address, mode), users);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Where it listens, with the real port. */
    public SocketAddress address() throws IOException {
        return channel.getLocalAddress();
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** A waiting connection, or null. */
    SocketChannel accept() throws IOException {
        return channel.accept();
    }

    /** One of its users is done with it. */
    @Override
    public void close() throws IOException {
        if (users.decrementAndGet() == 0) {
            channel.close();
            if (file != null) {
                file.delete();
            }
        }
    }
}
