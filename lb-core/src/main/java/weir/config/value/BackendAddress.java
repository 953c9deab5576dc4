package weir.config.value;

import java.net.SocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a backend is found. */
public final class BackendAddress implements ValueType<SocketAddress> {
    private static final Pattern URL = Pattern.compile("(https?|h2c|tcp|tls)://([^/?#]+).*");

    public static boolean isOne(String text) {
        if (UnixAddress.isOne(text)) {
            return UnixAddress.parse(text) != null;
        }
        final HostPort address = HostPort.parse(text);
        return address != null && HostPort.PORT_RANGE.has(address.port());
    }

    @Override
    public SocketAddress read(Location location) {
        final String text = location.text();
        if (UnixAddress.isOne(text)) {
            return UnixAddress.read(location);
        }
        final HostPort address = text == null ? null : HostPort.parse(text);
        return address == null || !HostPort.PORT_RANGE.has(address.port())
                ? location.refuse(accepted() + withoutScheme(text))
                : address.resolveNowOrLater(location);
    }

    @Override
    public String accepted() {
        return "host:port or [v6]:port, a port from 1 to 65535, or unix:/path";
    }

    /** Others have URLs there. */
    private static String withoutScheme(String text) {
        final Matcher url = URL.matcher(text == null ? "" : text);
        return url.matches()
                ? "; write " + Quoted.text(url.group(2)) + " without " + url.group(1) + "://"
                        + (url.group(1).equals("https") ? ", and tls: {} in the pool" : "")
                : "";
    }
}
