package weir.snapshot;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/** Where connections to one service go: an address that stays, or all those of a name. Thread: its owner's. */
public final class Destination {
    /** Null where the address stays. */
    private final ResolvedHosts.Host host;

    private final int port;
    /** What {@link #addresses} was made of. */
    private Object madeOf;

    private List<SocketAddress> addresses;

    private Destination(ResolvedHosts.Host host, SocketAddress address) {
        this.host = host;
        port = address instanceof InetSocketAddress internet ? internet.getPort() : 0;
        addresses = List.of(address);
    }

    public static Destination of(SocketAddress address, ResolvedHosts book) {
        return new Destination(book.of(address), address);
    }

    /** Empty = the name has not resolved so far. The same list as long as nothing changes. */
    public List<SocketAddress> addresses() {
        if (hasChanged()) {
            final var now = host.addresses();
            addresses = now.stream()
                    .map(address -> (SocketAddress) new InetSocketAddress(address, port))
                    .toList();
            madeOf = now;
        }
        return addresses;
    }

    /** {@link #addresses} would give another list than the last time. */
    public boolean hasChanged() {
        return host != null && host.addresses() != madeOf;
    }

    /** A name that leads nowhere yet. */
    public boolean isUnresolved() {
        return host != null && !host.isResolved();
    }
}
