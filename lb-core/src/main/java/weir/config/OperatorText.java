package weir.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import weir.config.value.BackendAddress;
import weir.config.value.HostPort;
import weir.config.value.Units;
import weir.config.value.UnixAddress;
import weir.model.AddedBackend;
import weir.model.Backend;

/** What an operator says while Weir runs, written as in the configuration. Any thread. */
public final class OperatorText {
    private OperatorText() {}

    /** What {@link #address} takes. */
    public static String acceptedAddress() {
        return new BackendAddress().accepted();
    }

    public static boolean isAddress(String text) {
        return BackendAddress.isOne(text);
    }

    /**
     * The backend with its address resolved: asks the name service, unless the host is a literal address.
     *
     * @param added with an address that {@link #isAddress}
     * @throws UnknownHostException nobody knows the host
     */
    public static Backend backend(AddedBackend added) throws UnknownHostException {
        return new Backend(
                added.id(), address(added.address()), added.weight(), added.connectionsMax(), added.isBackup());
    }

    /** Both mean the same; IPv6 has more than one form, and files of earlier versions have another one than ours. */
    public static boolean isSameAddress(String one, String other) {
        return one.equals(other) || literal(one) != null && literal(one).equals(literal(other));
    }

    /** Null when the host is a name, which may resolve to another address tomorrow. */
    private static InetSocketAddress literal(String text) {
        final HostPort address = HostPort.parse(text);
        return address == null ? null : address.literalAddress();
    }

    /** The same, but a name that does not resolve now may do so later. */
    public static Backend backendOrLater(AddedBackend added) {
        SocketAddress address;
        try {
            address = address(added.address());
        } catch (UnknownHostException e) {
            address = HostPort.parse(added.address()).unresolved();
        }
        return new Backend(added.id(), address, added.weight(), added.connectionsMax(), added.isBackup());
    }

    private static SocketAddress address(String text) throws UnknownHostException {
        return UnixAddress.isOne(text)
                ? UnixAddress.parse(text)
                : HostPort.parse(text).resolve(InetAddress::getByName);
    }

    /** In milliseconds; -1 when the text is no duration, or one beyond 24 days. */
    public static int durationMs(String text) {
        final long ms = Units.DURATION.lacksUnit(text) ? -1 : Units.DURATION.parse(text);
        return ms > Integer.MAX_VALUE ? -1 : (int) ms;
    }
}
