package weir.model;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds addresses that two listeners want: for the configuration's constructor, and for the reader of the file, which
 * knows the line. Thread: one.
 */
public final class Binds {
    private final Map<SocketAddress, String> takers = new HashMap<>();

    /**
     * Null, or who has this address already. Port 0 is never taken. One wildcard is like the other, as that of IPv6
     * accepts IPv4 too.
     *
     * @param bind not unresolved
     * @param taker path of its key
     */
    public String take(SocketAddress bind, String taker) {
        if (!(bind instanceof InetSocketAddress internet)) {
            return takers.putIfAbsent(bind, taker);
        } else if (internet.getPort() == 0) {
            return null;
        }
        final boolean isWildcard = internet.getAddress().isAnyLocalAddress();
        return takers.putIfAbsent(isWildcard ? new InetSocketAddress(internet.getPort()) : bind, taker);
    }
}
