package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.Swar;

/**
 * {@code uri-host [ ":" port ]} as in Host and in absolute request targets (RFC 3986 §3.2, RFC 9112 §3.2). Any thread.
 */
public final class Authority {
    /** A DNS name has at most 253 characters; an IPv6 literal fewer; then colon and port. */
    public static final int BYTES_MAX = 261;

    private static final boolean[] REG_NAME = new boolean[128];

    static {
        // Without the comma, which the grammar allows: it would look like two Host lines joined into one (RFC 9110
        // §5.3).
        for (byte b : Ascii.bytes("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+;=%")) {
            REG_NAME[b] = true;
        }
    }

    private Authority() {}

    /** True when {@code in[from, to)} is a host with an optional port and nothing else; userinfo is refused. */
    public static boolean isValid(ByteBuffer in, int from, int to) {
        if (from == to || to - from > BYTES_MAX) {
            return false;
        }
        final int hostEnd = hostEnd(in, from, to);
        if (hostEnd == from) {
            return false;
        }
        if (hostEnd == to) {
            return true;
        }
        return in.get(hostEnd) == ':' && isPort(in, hostEnd + 1, to);
    }

    /** Position behind the host; {@code from} when there is none. */
    public static int hostEnd(ByteBuffer in, int from, int to) {
        return in.get(from) == '[' ? literalEnd(in, from, to) : nameEnd(in, from, to);
    }

    private static int nameEnd(ByteBuffer in, int from, int to) {
        int at = Swar.skipHostName(in, from, to);
        while (at < to && isInName(in, at, to)) {
            at = Swar.skipHostName(in, at + 1, to);
        }
        return at;
    }

    private static boolean isInName(ByteBuffer in, int at, int to) {
        final byte b = in.get(at);
        if (b < 0 || !REG_NAME[b]) {
            return false;
        }
        return b != '%' || at + 2 < to && Ascii.hexValue(in.get(at + 1)) >= 0 && Ascii.hexValue(in.get(at + 2)) >= 0;
    }

    private static int literalEnd(ByteBuffer in, int from, int to) {
        int at = from + 1;
        while (at < to && (Ascii.hexValue(in.get(at)) >= 0 || in.get(at) == ':' || in.get(at) == '.')) {
            at++;
        }
        return at < to && in.get(at) == ']' && at > from + 2 ? at + 1 : from;
    }

    /**
     * Like {@link #hostEnd}, without the dot that says that nothing follows: {@code example.com.} is
     * {@code example.com}.
     */
    public static int hostNameEnd(ByteBuffer in, int from, int to) {
        final int end = hostEnd(in, from, to);
        return end > from + 1 && in.get(end - 1) == '.' ? end - 1 : end;
    }

    private static boolean isPort(ByteBuffer in, int from, int to) {
        if (from == to) {
            return true;
        }
        final long port = to - from > 5 ? -1 : Swar.number(in, from, to);
        return port >= 0 && port <= 65_535;
    }

    /**
     * True when two valid ones name the same host, with or without the dot at its end, and port; none and an empty one
     * is {@code defaultPort} (RFC 9110 §4.2.3).
     */
    static boolean same(ByteBuffer in, int from, int to, int otherFrom, int otherTo, int defaultPort) {
        final int hostEnd = hostEnd(in, from, to);
        final int otherHostEnd = hostEnd(in, otherFrom, otherTo);
        return sameHost(in, from, hostNameEnd(in, from, to), otherFrom, hostNameEnd(in, otherFrom, otherTo))
                && port(in, hostEnd, to, defaultPort) == port(in, otherHostEnd, otherTo, defaultPort);
    }

    private static int port(ByteBuffer in, int hostEnd, int to, int defaultPort) {
        if (to - hostEnd <= 1) {
            return defaultPort;
        }
        int port = 0;
        for (int at = hostEnd + 1; at < to; at++) {
            port = port * 10 + in.get(at) - '0';
        }
        return port;
    }

    private static boolean sameHost(ByteBuffer in, int from, int to, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (Ascii.lower(in.get(from + i)) != Ascii.lower(in.get(otherFrom + i))) {
                return false;
            }
        }
        return true;
    }
}
