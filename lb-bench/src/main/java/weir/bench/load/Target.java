package weir.bench.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where requests go. Immutable, any thread.
 *
 * @param path with the query, as it is sent
 */
public record Target(boolean isTls, String host, int port, String path, InetSocketAddress address) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** From an {@code http://} or {@code https://} URL. Resolves the name. */
    public static Target parse(String url) {
        final URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(url + ", " + e.getReason() + " at index " + e.getIndex());
        }
        final String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(url + ", must be http://HOST[:PORT][/PATH] or https://...");
        }
        final boolean isTls = scheme.equals("https");
        final int port = uri.getPort() >= 0 ? uri.getPort() : isTls ? HTTPS_PORT : HTTP_PORT;
        final String host = uri.getHost();
        final InetSocketAddress address = new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(url + ", no such host: " + host);
        }
        return new Target(isTls, host, port, pathOf(uri), address);
    }

    /** The value of {@code Host}, RFC 9110 §7.2. */
    public String hostField() {
        return port == (isTls ? HTTPS_PORT : HTTP_PORT) ? host : host + ":" + port;
    }

    private static String pathOf(URI uri) {
        final String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
