package weir.proxy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A client's address as the bytes that rules and logs go by. Any thread. */
public final class ClientAddress {
    private static final byte[] UNKNOWN = {};

    private ClientAddress() {}

    /**
     * 4 or 16 bytes of an IP address; none when it is unknown. Nobody may change them.
     *
     * @param remote of a transport; null = it is forgotten already
     */
    public static byte[] of(SocketAddress remote) {
        return remote instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getAddress()
                : UNKNOWN;
    }

    /** Null when it has none. */
    public static InetSocketAddress internet(SocketAddress address) {
        return address instanceof InetSocketAddress internet && internet.getAddress() != null ? internet : null;
    }
}
