package weir.config.value;

import java.net.InetSocketAddress;
import weir.model.AddressText;

/** Where clients are accepted by IP. A bare port is this machine only: who wants the world to connect has to say so. */
public final class BindAddress implements ValueType<InetSocketAddress> {
    @Override
    public InetSocketAddress read(Location location) {
        return read(location, accepted());
    }

    /** @param accepted what else would do */
    public InetSocketAddress read(Location location, String accepted) {
        final String text = location.text();
        final HostPort bind = text == null ? null : HostPort.parse(complete(text));
        return bind == null ? location.refuse(accepted) : bind.resolve(location);
    }

    @Override
    public String accepted() {
        return "host:port, [v6]:port, :port for 0.0.0.0, or a port for 127.0.0.1";
    }

    /** As it would be written. */
    @Override
    public String show(InetSocketAddress bind) {
        return AddressText.of(bind);
    }

    private static String complete(String text) {
        if (text.startsWith(":")) {
            return "0.0.0.0" + text;
        } else if (text.startsWith("*:")) { // as nginx and HAProxy have it
            return "0.0.0.0" + text.substring(1);
        }
        return text.chars().allMatch(c -> c >= '0' && c <= '9') ? "127.0.0.1:" + text : text;
    }
}
