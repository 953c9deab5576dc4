package weir.app;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import weir.model.AddressText;

/** A socket address as a user would type it. */
final class Url {
    private Url() {}

    static String of(String scheme, SocketAddress address) {
        return address instanceof UnixDomainSocketAddress ? authority(address) : scheme + "://" + authority(address);
    }

    /**
     * {@code 127.0.0.1:8080}, {@code [::1]:8080} or {@code unix:/path}; the host as it was written where it was not
     * resolved.
     */
    static String authority(SocketAddress address) {
        return address instanceof InetSocketAddress internet && internet.getAddress() == null
                ? AddressText.asWritten(address)
                : AddressText.of(address);
    }
}
