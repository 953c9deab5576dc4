package weir.config.value;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a connection to an address reaches a listener of this process. Asks the system once for the addresses of this
 * machine, and not before one is to be known. Thread: one.
 */
public final class LocalAddresses {
    /** Null before they were asked for. Their scopes do not count when they are compared. */
    private Set<InetAddress> ofMachine;

    /** False for names that do not resolve. */
    public boolean leadsTo(SocketAddress listener, SocketAddress address) {
        if (listener instanceof UnixDomainSocketAddress own && address instanceof UnixDomainSocketAddress other) {
            return path(own).equals(path(other));
        }
        return listener instanceof InetSocketAddress own
                && address instanceof InetSocketAddress other
                && !other.isUnresolved()
                && own.getPort() == other.getPort()
                && isReached(own.getAddress(), other.getAddress());
    }

    private static Path path(UnixDomainSocketAddress address) {
        return address.getPath().toAbsolutePath().normalize();
    }

    private boolean isReached(InetAddress listener, InetAddress address) {
        final InetAddress reached = address.isAnyLocalAddress() ? loopback(address) : address;
        if (!listener.isAnyLocalAddress()) {
            return listener.equals(reached);
        }
        final boolean isAccepted = listener instanceof Inet6Address || reached instanceof Inet4Address;
        return isAccepted && (reached.isLoopbackAddress() || isOwn(reached));
    }

    /** A connection to the wildcard address arrives there. */
    private static InetAddress loopback(InetAddress wildcard) {
        final byte[] bytes = wildcard.getAddress();
        if (bytes.length == 4) {
            bytes[0] = 127;
        }
        bytes[bytes.length - 1] = 1;
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // its length is right
        }
    }

    private boolean isOwn(InetAddress address) {
        if (ofMachine == null) {
            ofMachine = ofMachine();
        }
        return ofMachine.contains(address);
    }

    private static Set<InetAddress> ofMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            return Set.of(); // the system does not say
        }
    }
}
