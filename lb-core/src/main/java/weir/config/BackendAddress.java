package weir.config;

import java.net.SocketAddress;

/** Where a backend is found. */
final class BackendAddress implements Shape<SocketAddress> {
    @Override
    public SocketAddress read(Place place) {
        final String text = place.text();
        if (UnixAddress.isOne(text)) {
            return UnixAddress.read(place);
        }
        final HostPort address = text == null ? null : HostPort.parse(text);
        return address == null || !HostPort.PORT_RANGE.has(address.port())
                ? place.refuse(accepted())
                : address.resolveNowOrLater(place);
    }

    @Override
    public String accepted() {
        return "host:port or [v6]:port, a port from 1 to 65535, or unix:/path";
    }
}
