package weir.config.value;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Where a backend is checked. A port alone becomes the wildcard address, which stands for the host of the backend. */
public final class CheckAddress implements ValueType<SocketAddress> {
    private static final BackendAddress ADDRESS = new BackendAddress();

    @Override
    public SocketAddress read(Location location) {
        final String text = location.text();
        if (text == null || !text.matches("[0-9]{1,5}")) {
            return text == null || !BackendAddress.isOne(text) ? location.refuse(accepted()) : ADDRESS.read(location);
        }
        final int port = Integer.parseInt(text);
        return HostPort.PORT_RANGE.has(port) ? new InetSocketAddress(port) : location.refuse(accepted());
    }

    /** Null when nothing is said. The host of a Unix socket is this one. */
    public static SocketAddress of(SocketAddress read, SocketAddress backend) {
        if (!(read instanceof InetSocketAddress internet)
                || internet.isUnresolved()
                || !internet.getAddress().isAnyLocalAddress()) {
            return read;
        }
        if (backend instanceof InetSocketAddress own && own.isUnresolved()) {
            return InetSocketAddress.createUnresolved(own.getHostString(), internet.getPort());
        }
        final InetAddress host =
                backend instanceof InetSocketAddress own ? own.getAddress() : InetAddress.getLoopbackAddress();
        return new InetSocketAddress(host, internet.getPort());
    }

    @Override
    public String accepted() {
        return "a port, or " + ADDRESS.accepted();
    }
}
