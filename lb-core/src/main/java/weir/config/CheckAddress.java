package weir.config;

import java.net.InetSocketAddress;

/** Where a backend is checked. A port alone becomes the wildcard address, which stands for the host of the backend. */
final class CheckAddress implements Shape<InetSocketAddress> {
    private static final BackendAddress ADDRESS = new BackendAddress();

    @Override
    public InetSocketAddress read(Place place) {
        final String text = place.text();
        if (text == null || !text.matches("[0-9]{1,5}")) {
            return text == null || !OperatorText.isAddress(text) ? place.refuse(accepted()) : ADDRESS.read(place);
        }
        final int port = Integer.parseInt(text);
        return HostPort.PORT_RANGE.has(port) ? new InetSocketAddress(port) : place.refuse(accepted());
    }

    /** Null when nothing is said. */
    static InetSocketAddress of(InetSocketAddress read, InetSocketAddress backend) {
        return read == null || !read.getAddress().isAnyLocalAddress()
                ? read
                : new InetSocketAddress(backend.getAddress(), read.getPort());
    }

    @Override
    public String accepted() {
        return "a port, or " + ADDRESS.accepted();
    }
}
