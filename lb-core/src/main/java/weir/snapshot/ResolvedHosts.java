package weir.snapshot;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the names of backends lead to now. One thread looks them up and writes, any thread reads: a cell for each name
 * holds an immutable list, so there is nothing to lose or to reorder. What no backend has any more stays, as names are
 * few.
 */
public final class ResolvedHosts {
    private final ConcurrentHashMap<String, Host> hosts = new ConcurrentHashMap<>();

    /** One name. */
    public static final class Host {
        private final String name;
        private volatile List<InetAddress> addresses;

        private Host(String name, List<InetAddress> addresses) {
            this.name = name;
            this.addresses = addresses;
        }

        public String name() {
            return name;
        }

        /** In the order of the name service; another list when they have changed. Empty = it has never resolved. */
        public List<InetAddress> addresses() {
            return addresses;
        }

        public boolean isResolved() {
            return !addresses.isEmpty();
        }

        /**
         * What the name service says. Nothing is no news: connections go where they went. True when something has
         * changed. One thread only.
         */
        public boolean learn(List<InetAddress> found) {
            if (found.isEmpty() || found.equals(addresses)) {
                return false;
            }
            addresses = List.copyOf(found);
            return true;
        }
    }

    /**
     * Null for what is no name: an IP address, or a Unix socket. What was found when the configuration was read is
     * known from the start.
     */
    public Host of(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet) || !isName(internet)) {
            return null;
        }
        return hosts.computeIfAbsent(
                internet.getHostString(),
                name -> new Host(name, internet.isUnresolved() ? List.of() : List.of(internet.getAddress())));
    }

    /** An address whose name is not known has itself for a name; but that has a colon, or no letter. */
    private static boolean isName(InetSocketAddress address) {
        final String host = address.getHostString();
        return host.indexOf(':') < 0 && host.chars().anyMatch(Character::isLetter);
    }
}
