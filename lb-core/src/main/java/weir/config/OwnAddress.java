package weir.config;

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

/** Whether who connects to an address gets to a listener of this process. */
final class OwnAddress {
    private OwnAddress() {}

    /** False for names that do not resolve. Asks the system for the addresses of this machine. */
    static boolean leadsTo(SocketAddress listener, SocketAddress address) {
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

    private static boolean isReached(InetAddress listener, InetAddress address) {
        final InetAddress reached = address.isAnyLocalAddress() ? loopback(address) : address;
        if (!listener.isAnyLocalAddress()) {
            return listener.equals(reached);
        }
        final boolean isAccepted = listener instanceof Inet6Address || reached instanceof Inet4Address;
        return isAccepted && (reached.isLoopbackAddress() || isOwn(reached));
    }

    /** Who connects to the wildcard address comes there. */
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

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false; // the system does not say
        }
    }
}
