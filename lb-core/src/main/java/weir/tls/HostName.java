package weir.tls;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** What an address is called in TLS. */
final class HostName {
    /** With a letter somewhere, and no colon: no IP address has that. */
    private static final String NAME = "[A-Za-z0-9._-]*[A-Za-z][A-Za-z0-9._-]*";

    private HostName() {}

    /** As it is written in the configuration: a name, or an address. */
    static String of(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getHostString() : "localhost";
    }

    static int port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    static boolean isName(String host) {
        return host.matches(NAME);
    }
}
