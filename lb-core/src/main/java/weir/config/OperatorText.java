package weir.config;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** What an operator says while Weir runs, written as in the configuration. Any thread. */
public final class OperatorText {
    private OperatorText() {}

    /** What {@link #address} takes. */
    public static String acceptedAddress() {
        return new BackendAddress().accepted();
    }

    /**
     * Asks the name service, unless the host is a literal address.
     *
     * @return null when the text is something else
     */
    public static SocketAddress address(String text) throws UnknownHostException {
        if (UnixAddress.isOne(text)) {
            return UnixAddress.parse(text);
        }
        final HostPort address = HostPort.parse(text);
        return address == null || !HostPort.PORT_RANGE.has(address.port())
                ? null
                : address.resolve(InetAddress::getByName);
    }

    /** In milliseconds; -1 when the text is no duration, or one beyond 24 days. */
    public static int durationMs(String text) {
        final long ms = Units.DURATION.lacksUnit(text) ? -1 : Units.DURATION.parse(text);
        return ms > Integer.MAX_VALUE ? -1 : (int) ms;
    }
}
