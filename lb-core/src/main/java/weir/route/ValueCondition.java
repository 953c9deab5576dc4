package weir.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import weir.buf.Ascii;
import weir.model.ValueMatch;

/**
 * A condition on a header field, a query parameter or a cookie. Where a request has several of one name, one of them
 * has to fulfil it. Immutable, any thread.
 *
 * <p>Values of fields and cookies are compared as they are. Names and values of parameters are compared as they are
 * meant: {@code %41} is A, and {@code +} is a space.
 */
final class ValueCondition {
    /** Where the value stands. */
    enum Source {
        HEADER,
        QUERY,
        COOKIE
    }

    private static final byte[] COOKIE = Ascii.bytes("cookie");

    private final Source source;
    private final ValueMatch.Kind kind;
    private final byte[] name;
    private final byte[] value;

    ValueCondition(Source source, ValueMatch match) {
        this.source = source;
        this.kind = match.kind();
        this.name = match.name().getBytes(StandardCharsets.UTF_8);
        this.value = match.value().getBytes(StandardCharsets.UTF_8);
    }

    boolean holds(RouteSearch request) {
        final boolean isFound = switch (source) {
            case HEADER -> isInFields(request);
            case QUERY -> isInQuery(request);
            case COOKIE -> isInCookies(request);
        };
        return isFound != (kind == ValueMatch.Kind.ABSENT);
    }

    private boolean isInFields(RouteSearch request) {
        for (int line = request.head().indexOf(request.in(), name, 0);
                line >= 0;
                line = request.head().indexOf(request.in(), name, line + 1)) {
            if (isWanted(
                    request.in(),
                    request.head().valueStart(line),
                    request.head().valueEnd(line))) {
                return true;
            }
        }
        return false;
    }

    private boolean isWanted(ByteBuffer in, int from, int to) {
        return switch (kind) {
            case PRESENT, ABSENT -> true;
            case EQUAL -> to - from == value.length && Ascii.startsWith(in, from, value);
            case PREFIX -> to - from >= value.length && Ascii.startsWith(in, from, value);
        };
    }

    /** {@code a=1; b=2} (RFC 6265 §4.2.1), in one field or more. */
    private boolean isInCookies(RouteSearch request) {
        for (int line = request.head().indexOf(request.in(), COOKIE, 0);
                line >= 0;
                line = request.head().indexOf(request.in(), COOKIE, line + 1)) {
            if (isInPairs(
                    request.in(),
                    request.head().valueStart(line),
                    request.head().valueEnd(line))) {
                return true;
            }
        }
        return false;
    }

    private boolean isInPairs(ByteBuffer in, int from, int to) {
        int end;
        for (int at = from; at < to; at = end + 1) {
            end = Ascii.indexOf(in, at, to, ';');
            final int start = Ascii.skipBlanks(in, at, end);
            final int equals = start + name.length;
            if (equals < end
                    && in.get(equals) == '='
                    && Ascii.startsWith(in, start, name)
                    && isWanted(in, equals + 1, Ascii.endWithoutBlanks(in, equals + 1, end))) {
                return true;
            }
        }
        return false;
    }

    private boolean isInQuery(RouteSearch request) {
        final ByteBuffer in = request.in();
        final int to = request.head().targetEnd();
        int end;
        for (int at = request.queryStart(); at < to; at = end + 1) {
            end = Ascii.indexOf(in, at, to, '&');
            final int nameEnd = Ascii.indexOf(in, at, end, '=');
            if (skip(in, at, nameEnd, name) == nameEnd && isWantedParameter(in, Math.min(nameEnd + 1, end), end)) {
                return true;
            }
        }
        return false;
    }

    private boolean isWantedParameter(ByteBuffer in, int from, int to) {
        return switch (kind) {
            case PRESENT, ABSENT -> true;
            case EQUAL -> skip(in, from, to, value) == to;
            case PREFIX -> skip(in, from, to, value) >= 0;
        };
    }

    /** Position behind what means {@code text} at the beginning of {@code in[from, to)}; -1 when that means another. */
    private static int skip(ByteBuffer in, int from, int to, byte[] text) {
        int at = from;
        for (byte wanted : text) {
            if (at >= to) {
                return -1;
            }
            byte b = in.get(at);
            int bytes = 1;
            if (b == '+') {
                b = ' ';
            } else if (b == '%' && at + 2 < to) {
                final int high = Ascii.hexValue(in.get(at + 1));
                final int low = Ascii.hexValue(in.get(at + 2));
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    bytes = 3;
                }
            }
            if (b != wanted) {
                return -1;
            }
            at += bytes;
        }
        return at;
    }
}
