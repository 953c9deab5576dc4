package weir.route;

import java.nio.ByteBuffer;
import java.util.List;
import weir.buf.Ascii;
import weir.http.Authority;
import weir.http.HeadView;
import weir.model.Match;

/**
 * An item of a route's {@code not}, compiled: the route does not take what fulfils all of it. Immutable, any thread.
 *
 * @param host null = any
 * @param path null = any; a prefix ends in its last byte, so without the star
 * @param conditions null = none
 */
record Exclusion(byte[] host, boolean isSuffix, byte[] path, PathKind kind, Conditions conditions) {
    static Exclusion of(RouteTable table, Match match) {
        final boolean isSuffix = match.host() != null && match.host().startsWith("*");
        final PathKind kind = PathKind.of(match.path());
        return new Exclusion(
                match.host() == null
                        ? null
                        : Ascii.bytes(isSuffix ? match.host().substring(1) : match.host()),
                isSuffix,
                kind.bytes(match.path()),
                kind,
                Conditions.of(table, match, List.of()));
    }

    boolean holds(RouteSearch request) {
        return (host == null || hasHost(request.head(), request.in()))
                && (path == null || hasPath(request))
                && (conditions == null || conditions.hold(request));
    }

    private boolean hasHost(HeadView head, ByteBuffer in) {
        if (!head.hasHost()) {
            return false;
        }
        final int from = head.hostStart();
        final int end = Authority.hostNameEnd(in, from, head.hostEnd());
        final int start = isSuffix ? end - host.length : from;
        return start >= from + (isSuffix ? 1 : 0) && Ascii.equalsIgnoreCase(in, start, end, host);
    }

    private boolean hasPath(RouteSearch request) {
        final int from = request.pathStart();
        final int bytes = request.pathEnd() - from;
        return switch (kind) {
            case ANY -> true;
            case EXACT -> bytes == path.length && Ascii.startsWith(request.pathIn(), from, path);
            case PREFIX -> bytes >= path.length && Ascii.startsWith(request.pathIn(), from, path);
            case FOLDER ->
                bytes >= path.length && Ascii.startsWith(request.pathIn(), from, path)
                        || bytes == path.length - 1 && isFolderItself(request.pathIn(), from);
        };
    }

    private boolean isFolderItself(ByteBuffer in, int from) {
        for (int i = 0; i < path.length - 1; i++) {
            if (in.get(from + i) != path[i]) {
                return false;
            }
        }
        return true;
    }
}
