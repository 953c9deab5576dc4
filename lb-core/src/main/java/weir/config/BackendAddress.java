package weir.config;

import java.net.InetSocketAddress;

/** Where a backend is found. */
final class BackendAddress implements Shape<InetSocketAddress> {
    @Override
    public InetSocketAddress read(Place place) {
        final String text = place.text();
        final HostPort address = text == null ? null : HostPort.parse(text);
        return address == null || !HostPort.PORT_RANGE.has(address.port())
                ? place.refuse(accepted())
                : address.resolve(place);
    }

    @Override
    public String accepted() {
        return "host:port or [v6]:port, a port from 1 to 65535";
    }
}
