package weir.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A socket address as a user would type it. */
final class Url {
    private Url() {}

    static String of(String scheme, InetSocketAddress address) {
        return scheme + "://" + authority(address);
    }

    /** {@code 127.0.0.1:8080} or {@code [::1]:8080}; the host as it was written where it was not resolved. */
    static String authority(InetSocketAddress address) {
        final String host = host(address);
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private static String host(InetSocketAddress address) {
        final InetAddress resolved = address.getAddress();
        if (resolved == null) {
            return address.getHostString();
        }
        return switch (resolved.getHostAddress()) {
            case "0:0:0:0:0:0:0:0" -> "::";
            case "0:0:0:0:0:0:0:1" -> "::1";
            default -> resolved.getHostAddress();
        };
    }
}
