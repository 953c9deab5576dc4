package weir.filter;

import java.nio.ByteBuffer;
import java.util.Locale;
import weir.buf.Ascii;
import weir.http.Authority;
import weir.http.HeadView;
import weir.limit.SecretHash;
import weir.model.LimitKey;

/**
 * Whose request it is as a limit sees it: a hash of the key, compiled. A request that has none, such as one without the
 * header in question, is nobody's: limits do not count it. Whoever stands before a client that cannot be made out is
 * counted in its place, or garbage in a field would do away with a limit. Thread:
 * owning loop only.
 */
final class LimitKeyReader {
    private static final byte[] COOKIE = Ascii.bytes("cookie");
    private static final int ADDRESS_BYTES_MAX = 16;
    private static final int IPV4_BYTES = 4;

    private final LimitKey key;
    private final SecretHash hash;
    /** Of a field in small letters; of a cookie as it is. */
    private final byte[] name;
    /** For an address and its length, two numbers, or a host's name in small letters. */
    private final ByteBuffer scratch;

    LimitKeyReader(LimitKey key, SecretHash hash) {
        this.key = key;
        this.hash = hash;
        name = switch (key.kind()) {
            case HEADER -> Ascii.bytes(key.name().toLowerCase(Locale.ROOT));
            case COOKIE -> Ascii.bytes(key.name());
            default -> null;
        };
        scratch = ByteBuffer.allocate(key.kind() == LimitKey.Kind.HOST ? 512 : 1 + ADDRESS_BYTES_MAX);
    }

    /** {@link SecretHash#NONE} when it is nobody's. */
    long read(RequestContext context) {
        final HeadView head = context.head();
        final ByteBuffer in = context.in();
        return switch (key.kind()) {
            case CLIENT -> ofClient(context);
            case HEADER -> ofHeader(head, in);
            case COOKIE -> ofCookie(head, in);
            case PATH -> of(in, head.pathStart(), Ascii.indexOf(in, head.pathStart(), head.targetEnd(), '?'));
            case HOST -> ofHost(head, in);
            case ROUTE -> ofRoute(context);
            case ALL -> 1;
        };
    }

    private long of(ByteBuffer in, int from, int to) {
        return from >= to ? SecretHash.NONE : hash.of(in, from, to);
    }

    /** A pool's limit is one for all listeners. */
    private long ofRoute(RequestContext context) {
        scratch.putInt(0, context.listener()).putInt(Integer.BYTES, context.route());
        return hash.of(scratch, 0, 2 * Integer.BYTES);
    }

    private long ofClient(RequestContext context) {
        final byte[] address = scratch.array();
        final int length = context.client().forwarded().client(context.head(), context.in(), address);
        if (length < IPV4_BYTES) {
            return SecretHash.NONE;
        }
        final int bits = length == IPV4_BYTES ? key.ipv4Bits() : key.ipv6Bits();
        final int bytes = (bits + 7) / 8;
        address[bytes - 1] &= (byte) (0xff << bytes * 8 - bits);
        scratch.put(bytes, (byte) length); // else a network of IPv4 could be one of IPv6
        return hash.of(scratch, 0, bytes + 1);
    }

    /** Of the first line of that name. */
    private long ofHeader(HeadView head, ByteBuffer in) {
        final int line = head.indexOf(in, name, 0);
        return line < 0 ? SecretHash.NONE : of(in, head.valueStart(line), head.valueEnd(line));
    }

    /** Of the first cookie of that name (RFC 6265 §4.2.1): {@code a=1; b=2}. */
    private long ofCookie(HeadView head, ByteBuffer in) {
        for (int line = head.indexOf(in, COOKIE, 0); line >= 0; line = head.indexOf(in, COOKIE, line + 1)) {
            final int to = head.valueEnd(line);
            int end;
            for (int at = head.valueStart(line); at < to; at = end + 1) {
                end = Ascii.indexOf(in, at, to, ';');
                final int start = Ascii.skipBlanks(in, at, end);
                final int equals = start + name.length;
                if (equals < end && in.get(equals) == '=' && Ascii.startsWith(in, start, name)) {
                    return of(in, equals + 1, Ascii.endWithoutBlanks(in, equals + 1, end));
                }
            }
        }
        return SecretHash.NONE;
    }

    /** As routes know a host: in any case, without port, and without the dot that says that nothing follows. */
    private long ofHost(HeadView head, ByteBuffer in) {
        if (!head.hasHost()) {
            return SecretHash.NONE;
        }
        final int end = Authority.hostNameEnd(in, head.hostStart(), head.hostEnd());
        final int length = Math.min(end - head.hostStart(), scratch.capacity());
        for (int i = 0; i < length; i++) {
            scratch.put(i, Ascii.lower(in.get(head.hostStart() + i)));
        }
        return of(scratch, 0, length);
    }
}
