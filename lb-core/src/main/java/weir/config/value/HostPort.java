package weir.config.value;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.model.AddressRange;
import weir.model.Range;

/** {@code host:port} or {@code [v6]:port}, split but not resolved. */
public record HostPort(String host, int port) {
    public static final Range PORT_RANGE = new Range("port", 1, 65_535);

    private static final Pattern TEXT =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?]|[^:\\[\\]]+):([0-9]{1,5})");
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?");
    /** No top-level domain is a number, so this is an address, and a wrong one; the JDK would take 127.1 and 300. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?[0-9]+\\.?");

    /** Null when the text is something else. */
    public static HostPort parse(String text) {
        final Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || !isHost(parts.group(1))) {
            return null;
        }
        final int port = Integer.parseInt(parts.group(2));
        return port > PORT_RANGE.max() ? null : new HostPort(parts.group(1), port);
    }

    private static boolean isHost(String host) {
        return isLiteral(host)
                || NAME.matcher(host).matches() && !ENDS_IN_NUMBER.matcher(host).matches();
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || AddressRange.literalBytes(host) != null;
    }

    /** Null after a problem. Asks the name service unless the host is a literal address. */
    public InetSocketAddress resolve(Location location) {
        final InetAddress address =
                isLiteral(host) ? literal() : location.context().address(host);
        return address == null
                ? location.refuse(
                        "the host " + Quoted.text(host) + ", which does not resolve",
                        "an address, or a name that resolves now")
                : new InetSocketAddress(address, port);
    }

    /** As {@link #resolve}, but a name that does not resolve is no problem, as it may later. Null after a problem. */
    InetSocketAddress resolveNowOrLater(Location location) {
        if (isLiteral(host)) {
            return resolve(location);
        }
        final InetAddress address = location.context().address(host);
        if (address == null) {
            location.warn("the host " + Quoted.text(host) + " does not resolve now; the backend is down until it does");
            return unresolved();
        }
        return new InetSocketAddress(address, port);
    }

    /** Null for an address that is none. */
    public InetSocketAddress unresolved() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    public boolean isName() {
        return !isLiteral(host);
    }

    /** The same for who has no place in a file. */
    public InetSocketAddress resolve(HostLookup lookup) throws UnknownHostException {
        final InetAddress address = isLiteral(host) ? literal() : lookup.find(host);
        if (address == null) {
            throw new UnknownHostException(host);
        }
        return new InetSocketAddress(address, port);
    }

    /** Null when the host is a name. */
    public InetSocketAddress literalAddress() {
        final InetAddress address = isLiteral(host) ? literal() : null;
        return address == null ? null : new InetSocketAddress(address, port);
    }

    /** Null for [1:2:3], which has the letters of an address but is none. */
    private InetAddress literal() {
        final String text = host.replaceAll("[\\[\\]]|%.*", ""); // a zone stands behind the address
        if (AddressRange.literalBytes(text) == null) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null; // this machine has no such zone
        }
    }
}
