package weir.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import weir.buf.IpText;

/** Socket addresses as a file has them, in one form only; see {@link IpText}. Any thread. */
public final class AddressText {
    /** Before the path of a Unix socket. */
    public static final String UNIX = "unix:";

    private AddressText() {}

    /** {@code 192.0.2.1:80}, {@code [2001:db8::1]:80} or {@code unix:/path}; its name where a host did not resolve. */
    public static String of(SocketAddress address) {
        if (address instanceof InetSocketAddress internet && internet.isUnresolved()) {
            return asWritten(address);
        }
        return address instanceof UnixDomainSocketAddress unix
                ? UNIX + unix.getPath()
                : withPort(host(((InetSocketAddress) address).getAddress()), (InetSocketAddress) address);
    }

    /** The same, but a host that was written as a name, or did not resolve, stays that name. */
    public static String asWritten(SocketAddress address) {
        return address instanceof InetSocketAddress internet
                ? withPort(hostAsWritten(internet), internet)
                : of(address);
    }

    /** Its name if it was written as one, else {@link #host(InetAddress)}. */
    public static String hostAsWritten(InetSocketAddress address) {
        final String written = address.getHostString();
        final boolean isLiteral = written.indexOf(':') >= 0 && address.getAddress() != null;
        return isLiteral ? host(address.getAddress()) : written;
    }

    /**
     * Without port and brackets; with the zone of a link-local address, without which this machine cannot reach it (RFC
     * 4007 §11).
     */
    public static String host(InetAddress address) {
        final String text = IpText.text(address.getAddress());
        final boolean hasZone =
                address instanceof Inet6Address v6 && (v6.getScopeId() != 0 || v6.getScopedInterface() != null);
        final String whole = hasZone ? address.getHostAddress() : "";
        return hasZone ? text + whole.substring(whole.indexOf('%')) : text;
    }

    private static String withPort(String host, InetSocketAddress address) {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
    }
}
