package weir.model;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Socket addresses as a file has them. Any thread. */
public final class AddressText {
    /** Before the path of a Unix socket. */
    public static final String UNIX = "unix:";

    private AddressText() {}

    /** {@code 192.0.2.1:80}, {@code [2001:db8:0:0:0:0:0:1]:80} or {@code unix:/path}. */
    public static String of(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            return UNIX + unix.getPath();
        }
        final InetSocketAddress internet = (InetSocketAddress) address;
        final String host = internet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + internet.getPort();
    }
}
