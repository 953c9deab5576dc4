package weir.config.value;

import java.net.SocketAddress;
import weir.model.AddressText;

/** Where a listener accepts: an IP address and a port, or a Unix socket. */
public final class ListenAddress implements ValueType<SocketAddress> {
    private static final BindAddress INTERNET = new BindAddress();

    @Override
    public SocketAddress read(Location location) {
        return UnixAddress.isOne(location.text()) ? UnixAddress.read(location) : INTERNET.read(location, accepted());
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
