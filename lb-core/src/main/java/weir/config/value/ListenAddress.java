package weir.config.value;

import java.net.SocketAddress;
import weir.model.AddressText;

/** Where a listener accepts: an IP address and a port, or a Unix socket. */
public final class ListenAddress implements Shape<SocketAddress> {
    private static final BindAddress INTERNET = new BindAddress();

    @Override
    public SocketAddress read(Place place) {
        return UnixAddress.isOne(place.text()) ? UnixAddress.read(place) : INTERNET.read(place, accepted());
    }

    @Override
    public String accepted() {
        return INTERNET.accepted() + ", or unix:/path";
    }

    @Override
    public String show(SocketAddress bind) {
        return AddressText.of(bind);
    }
}
