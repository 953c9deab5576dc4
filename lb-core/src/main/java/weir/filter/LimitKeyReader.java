package weir.filter;

import java.nio.ByteBuffer;
import java.util.Locale;
import weir.buf.Ascii;
import weir.http.HeadView;
import weir.limit.SecretHash;
import weir.model.LimitKey;

/**
 * Whose request it is as a limit sees it: a hash of the key, compiled. A request that has none, such as one without the
 * header in question, or one of a trusted proxy that names no client, is nobody's: limits do not count it. Thread:
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
    /** For an address, a number or a host's name in small letters. */
    private final ByteBuffer scratch;

    LimitKeyReader(LimitKey key, SecretHash hash) {
        this.key = key;
        this.hash = hash;
        name = switch (key.kind()) {
            case HEADER -> Ascii.bytes(key.name().toLowerCase(Locale.ROOT));
            case COOKIE -> Ascii.bytes(key.name());
            default -> null;
        };
        scratch = ByteBuffer.allocate(key.kind() == LimitKey.Kind.HOST ? 512 : ADDRESS_BYTES_MAX);
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
            case ROUTE -> hash.of(scratch.putInt(0, context.route()), 0, Integer.BYTES);
            case ALL -> 1;
        };
    }

    private long of(ByteBuffer in, int from, int to) {
        return from >= to ? SecretHash.NONE : hash.of(in, from, to);
    }

    private long ofClient(RequestContext context) {
        final byte[] address = scratch.array();
        final int length = context.client().forwarded().routedClient(context.head(), context.in(), address);
        if (length < IPV4_BYTES) {
            return SecretHash.NONE;
        }
        final int bits = length == IPV4_BYTES ? key.ipv4Bits() : key.ipv6Bits();
        final int bytes = (bits + 7) / 8;
        address[bytes - 1] &= (byte) (0xff << bytes * 8 - bits);
        return hash.of(scratch, 0, bytes);
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

    /** Names of hosts are alike in any case. */
    private long ofHost(HeadView head, ByteBuffer in) {
        if (!head.hasHost()) {
            return SecretHash.NONE;
        }
        final int length = Math.min(head.hostEnd() - head.hostStart(), scratch.capacity());
        for (int i = 0; i < length; i++) {
            scratch.put(i, Ascii.lower(in.get(head.hostStart() + i)));
        }
        return of(scratch, 0, length);
    }
}
