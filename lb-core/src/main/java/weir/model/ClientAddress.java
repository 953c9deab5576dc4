package weir.model;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** A client's address as the bytes that rules and logs go by. Any thread. */
public final class ClientAddress {
    private static final byte[] UNKNOWN = {};
    private static final byte[] UNIX = {AddressRange.UNIX_ADDRESS};

    private ClientAddress() {}

    /**
     * 4 or 16 bytes of an IP address; one, {@link AddressRange#UNIX_ADDRESS}, of who has come by a Unix socket; none
     * when it is unknown. Nobody may change them.
     *
     * @param remote of a transport; null = it is forgotten already
     */
    public static byte[] of(SocketAddress remote) {
        if (remote instanceof UnixDomainSocketAddress) {
            return UNIX;
        }
        final InetSocketAddress internet = internet(remote);
        return internet == null ? UNKNOWN : internet.getAddress().getAddress();
    }

    /** Null when it has none. */
    public static InetSocketAddress internet(SocketAddress address) {
        return address instanceof InetSocketAddress internet && internet.getAddress() != null ? internet : null;
    }
}
