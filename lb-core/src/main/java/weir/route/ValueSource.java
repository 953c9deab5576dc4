package weir.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import weir.buf.Ascii;

/**
 * A header field, a query parameter or a cookie of one name, of which a request may have several. Immutable, any
 * thread.
 *
 * <p>Values of fields and cookies are compared as they are. Names and values of parameters are compared as they are
 * meant: {@code %41} is A, and {@code +} is a space.
 */
final class ValueSource {
    /** Where the value stands. */
    enum Kind {
        HEADER,
        QUERY,
        COOKIE
    }

    /** Looks at the values of a request. */
    interface Visitor {
        /** @return true when no other value matters */
        boolean isDone(RouteSearch request, int from, int to);
    }

    private static final byte[] COOKIE = Ascii.bytes("cookie");
    private static final int DIFFERS = -1;

    private final Kind kind;
    private final String nameText;
    private final byte[] name;

    ValueSource(Kind kind, String name) {
        this.kind = kind;
        this.nameText = name;
        this.name = name.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Shows all values to the visitor, until that is done. What the client's Connection field keeps from the backend
     * (RFC 9110 §7.6.1) is not there.
     */
    boolean visit(RouteSearch request, Visitor visitor) {
        return switch (kind) {
            case HEADER -> visitFields(request, visitor);
            case QUERY -> visitParameters(request, visitor);
            case COOKIE -> visitCookies(request, visitor);
        };
    }

    private boolean visitFields(RouteSearch request, Visitor visitor) {
        for (int line = request.head().indexOf(request.in(), name, 0);
                line >= 0;
                line = request.head().indexOf(request.in(), name, line + 1)) {
            if (!request.head().isDropped(line)
                    && visitor.isDone(
                            request,
                            request.head().valueStart(line),
                            request.head().valueEnd(line))) {
                return true;
            }
        }
        return false;
    }

    /** {@code a=1; b=2} (RFC 6265 §4.2.1), in one field or more. */
    private boolean visitCookies(RouteSearch request, Visitor visitor) {
        for (int line = request.head().indexOf(request.in(), COOKIE, 0);
                line >= 0;
                line = request.head().indexOf(request.in(), COOKIE, line + 1)) {
            if (!request.head().isDropped(line)
                    && visitPairs(
                            request,
                            request.head().valueStart(line),
                            request.head().valueEnd(line),
                            visitor)) {
                return true;
            }
        }
        return false;
    }

    private boolean visitPairs(RouteSearch request, int from, int to, Visitor visitor) {
        final ByteBuffer in = request.in();
        int end;
        for (int at = from; at < to; at = end + 1) {
            end = Ascii.indexOf(in, at, to, ';');
            final int start = Ascii.skipBlanks(in, at, end);
            final int equals = start + name.length;
            if (equals < end
                    && in.get(equals) == '='
                    && Ascii.startsWith(in, start, name)
                    && visitor.isDone(request, equals + 1, Ascii.endWithoutBlanks(in, equals + 1, end))) {
                return true;
            }
        }
        return false;
    }

    private boolean visitParameters(RouteSearch request, Visitor visitor) {
        final ByteBuffer in = request.in();
        final int to = request.head().targetEnd();
        int end;
        for (int at = request.queryStart(); at < to; at = end + 1) {
            end = Ascii.indexOf(in, at, to, '&');
            final int nameEnd = Ascii.indexOf(in, at, end, '=');
            if (skip(in, at, nameEnd, name) == nameEnd && visitor.isDone(request, Math.min(nameEnd + 1, end), end)) {
                return true;
            }
        }
        return false;
    }

    // --- values

    boolean equals(ByteBuffer in, int from, int to, byte[] value) {
        return kind == Kind.QUERY
                ? skip(in, from, to, value) == to
                : to - from == value.length && Ascii.startsWith(in, from, value);
    }

    boolean startsWith(ByteBuffer in, int from, int to, byte[] value) {
        return kind == Kind.QUERY
                ? skip(in, from, to, value) != DIFFERS
                : to - from >= value.length && Ascii.startsWith(in, from, value);
    }

    /** The same for all that equals. */
    int hash(ByteBuffer in, int from, int to) {
        int hash = ByteHash.START;
        for (int at = from; at < to; at += bytes(in, at, to)) {
            hash = ByteHash.next(hash, kind == Kind.QUERY ? meant(in, at, to) : in.get(at));
        }
        return ByteHash.end(hash);
    }

    static int hash(byte[] value) {
        int hash = ByteHash.START;
        for (byte b : value) {
            hash = ByteHash.next(hash, b);
        }
        return ByteHash.end(hash);
    }

    /** Position behind what means {@code text} at the beginning of {@code in[from, to)}, or {@link #DIFFERS}. */
    private static int skip(ByteBuffer in, int from, int to, byte[] text) {
        int at = from;
        for (byte wanted : text) {
            if (at >= to || meant(in, at, to) != wanted) {
                return DIFFERS;
            }
            at += encodedBytes(in, at, to);
        }
        return at;
    }

    private int bytes(ByteBuffer in, int at, int to) {
        return kind == Kind.QUERY ? encodedBytes(in, at, to) : 1;
    }

    /** How many bytes stand there for one. */
    private static int encodedBytes(ByteBuffer in, int at, int to) {
        return in.get(at) == '%'
                        && at + 2 < to
                        && Ascii.hexValue(in.get(at + 1)) >= 0
                        && Ascii.hexValue(in.get(at + 2)) >= 0
                ? 3
                : 1;
    }

    private static byte meant(ByteBuffer in, int at, int to) {
        final byte b = in.get(at);
        if (b == '+') {
            return ' ';
        }
        return encodedBytes(in, at, to) == 1
                ? b
                : (byte) (Ascii.hexValue(in.get(at + 1)) << 4 | Ascii.hexValue(in.get(at + 2)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValueSource source && kind == source.kind && nameText.equals(source.nameText);
    }

    @Override
    public int hashCode() {
        return nameText.hashCode() * 31 + kind.ordinal();
    }
}
