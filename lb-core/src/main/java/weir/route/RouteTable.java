package weir.route;

import java.nio.ByteBuffer;
import java.util.List;
import weir.buf.Ascii;
import weir.http.Authority;
import weir.http.HeadView;
import weir.model.Route;

/**
 * One listener's routes, in order; the first that matches decides. Compares bytes of the head in place.
 *
 * <p>The path is compared as the client wrote it, without decoding: a backend that decodes more than it should must not
 * be protected by a route alone. Immutable, any thread. O(routes); fine up to some hundreds.
 */
public final class RouteTable {
    /** No route matches and there is no default. */
    public static final int NONE = -1;

    private final Compiled[] routes;
    private final int defaultPool;

    public RouteTable(List<Route> routes, int defaultPool) {
        this.routes = routes.stream().map(Compiled::of).toArray(Compiled[]::new);
        this.defaultPool = defaultPool;
    }

    /** Index of the pool that serves this request, or {@link #NONE}. */
    public int pool(HeadView head, ByteBuffer in) {
        for (Compiled route : routes) {
            if (route.matches(head, in)) {
                return route.pool;
            }
        }
        return defaultPool;
    }

    /**
     * Index of the pool for a TLS client that asks for this server, or {@link #NONE}. Allocates; once per connection.
     */
    public int pool(String serverName) {
        if (serverName != null) {
            final ByteBuffer name = ByteBuffer.wrap(Ascii.bytes(serverName));
            for (Compiled route : routes) {
                if (route.matchesName(name, 0, name.limit())) {
                    return route.pool;
                }
            }
        }
        return defaultPool;
    }

    /** @param host null = any; {@code path} likewise */
    private record Compiled(byte[] host, boolean isSuffix, byte[] path, boolean isPrefix, int pool) {
        static Compiled of(Route route) {
            final boolean isSuffix = route.host() != null && route.host().startsWith("*");
            final boolean isPrefix = route.path() != null && route.path().endsWith("*");
            return new Compiled(
                    route.host() == null
                            ? null
                            : Ascii.bytes(isSuffix ? route.host().substring(1) : route.host()),
                    isSuffix,
                    route.path() == null
                            ? null
                            : Ascii.bytes(
                                    isPrefix
                                            ? route.path()
                                                    .substring(0, route.path().length() - 1)
                                            : route.path()),
                    isPrefix,
                    route.pool());
        }

        boolean matches(HeadView head, ByteBuffer in) {
            return (host == null || matchesHost(head, in)) && (path == null || matchesPath(head, in));
        }

        private boolean matchesHost(HeadView head, ByteBuffer in) {
            if (!head.hasHost()) {
                return false;
            }
            final int from = head.hostStart();
            return matchesName(in, from, Authority.hostNameEnd(in, from, head.hostEnd()));
        }

        boolean matchesName(ByteBuffer in, int from, int end) {
            final int start = isSuffix ? end - host.length : from;
            return start >= from + (isSuffix ? 1 : 0) && Ascii.equalsIgnoreCase(in, start, end, host);
        }

        private boolean matchesPath(HeadView head, ByteBuffer in) {
            final int from = head.pathStart();
            final int end = isPrefix ? head.targetEnd() : Ascii.indexOf(in, from, head.targetEnd(), '?');
            if (from == head.targetEnd() || in.get(from) == '?') { // http://host is http://host/ (RFC 9110 §4.2.3)
                return path.length == 0 || path.length == 1 && path[0] == '/';
            }
            final int bytes = end - from;
            if (isPrefix ? bytes < path.length : bytes != path.length) {
                return false;
            }
            return Ascii.startsWith(in, from, path);
        }
    }
}
