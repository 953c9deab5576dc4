package weir.route;

import java.nio.ByteBuffer;
import java.util.Locale;
import weir.buf.Ascii;
import weir.buf.Hash64;
import weir.http.HeadView;
import weir.model.BalanceKey;

/**
 * What of a request a pool hashes, compiled. Looks at the bytes of the head in place, before it is rewritten.
 * Immutable, any thread.
 */
public final class HashKey {
    /** The request has no such thing, or it is empty. No hash is 0. */
    public static final long NONE = 0;

    public static final int ADDRESS_BYTES_MAX = 16;
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_NETWORK_BYTES = 3;

    private static final byte[] COOKIE = Ascii.bytes("cookie");

    private final BalanceKey.Kind kind;
    /** Header names in lower case; names of cookies and parameters as they are, for they differ by case. */
    private final byte[] name;

    public HashKey(BalanceKey key) {
        kind = key.kind();
        name = switch (kind) {
            case HEADER -> Ascii.bytes(key.name().toLowerCase(Locale.ROOT));
            case COOKIE, QUERY -> Ascii.bytes(key.name());
            default -> null;
        };
    }

    /** The key is the client's address, which the head does not say. */
    public boolean isAddress() {
        return kind == BalanceKey.Kind.SOURCE || kind == BalanceKey.Kind.NETWORK;
    }

    /** @param bytes how many of {@code address} count: 4 or 16; less when there is no IP address */
    public long ofAddress(ByteBuffer address, int bytes) {
        if (bytes < IPV4_BYTES) {
            return NONE; // who comes by a Unix socket has no address to be told from others by
        }
        final boolean isNetwork = kind == BalanceKey.Kind.NETWORK && bytes == IPV4_BYTES;
        return hash(address, 0, isNetwork ? IPV4_NETWORK_BYTES : bytes);
    }

    /** The same of all bytes of an array; allocates. */
    public long ofAddress(byte[] address) {
        return ofAddress(ByteBuffer.wrap(address), address.length);
    }

    /** Of a key that is no address. */
    public long of(HeadView head, ByteBuffer in) {
        return switch (kind) {
            case HEADER -> ofHeader(head, in);
            case COOKIE -> ofCookie(head, in);
            case URI -> hash(in, head.pathStart(), head.targetEnd());
            case PATH -> hash(in, head.pathStart(), Ascii.indexOf(in, head.pathStart(), head.targetEnd(), '?'));
            case QUERY -> ofQuery(head, in);
            case SOURCE, NETWORK -> throw new IllegalStateException("an address is not in the head");
        };
    }

    private static long hash(ByteBuffer in, int from, int to) {
        if (from >= to) {
            return NONE;
        }
        final long hash = Hash64.of(in, from, to);
        return hash == NONE ? 1 : hash;
    }

    /** Of the first line of that name. */
    private long ofHeader(HeadView head, ByteBuffer in) {
        final int line = head.indexOf(in, name, 0);
        return line < 0 ? NONE : hash(in, head.valueStart(line), head.valueEnd(line));
    }

    /** Of the first cookie of that name (RFC 6265 §4.2.1): {@code a=1; b=2}. */
    private long ofCookie(HeadView head, ByteBuffer in) {
        for (int line = head.indexOf(in, COOKIE, 0); line >= 0; line = head.indexOf(in, COOKIE, line + 1)) {
            final long hash = ofPair(in, head.valueStart(line), head.valueEnd(line), ';');
            if (hash != NONE) {
                return hash;
            }
        }
        return NONE;
    }

    private long ofQuery(HeadView head, ByteBuffer in) {
        final int query = Ascii.indexOf(in, head.pathStart(), head.targetEnd(), '?');
        return ofPair(in, query + 1, head.targetEnd(), '&');
    }

    /** Of the value in the first {@code name=value} that has this name. */
    private long ofPair(ByteBuffer in, int from, int to, char separator) {
        int start = from;
        while (start < to) {
            final int end = Ascii.indexOf(in, start, to, separator);
            while (start < end && in.get(start) == ' ') {
                start++;
            }
            final int equals = start + name.length;
            if (equals < end && in.get(equals) == '=' && Ascii.startsWith(in, start, name)) {
                return hash(in, equals + 1, end);
            }
            start = end + 1;
        }
        return NONE;
    }
}
