package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/** The few field names that mean something to a proxy, as small numbers. Any thread. */
public final class FieldName {
    public static final int OTHER = 0;
    public static final int HOST = 1;
    public static final int CONTENT_LENGTH = 2;
    public static final int TRANSFER_ENCODING = 3;
    public static final int CONNECTION = 4;
    public static final int KEEP_ALIVE = 5;
    public static final int PROXY_CONNECTION = 6;
    public static final int TE = 7;
    public static final int TRAILER = 8;
    public static final int UPGRADE = 9;
    public static final int EXPECT = 10;
    public static final int X_FORWARDED_FOR = 11;
    public static final int X_FORWARDED_PROTO = 12;
    public static final int X_FORWARDED_HOST = 13;
    public static final int FORWARDED = 14;
    public static final int DATE = 15;
    public static final int PROXY = 16;
    public static final int MAX_FORWARDS = 17;
    public static final int X_FORWARDED_PORT = 18;
    public static final int X_REAL_IP = 19;
    public static final int HTTP2_SETTINGS = 20;
    /** One of the above with underscores, dots or the like for hyphens: another field to us, the same to a backend that maps names to variables. */
    public static final int LOOK_ALIKE = 21;

    private static final byte[][] NAMES = {
        {},
        Ascii.bytes("host"),
        Ascii.bytes("content-length"),
        Ascii.bytes("transfer-encoding"),
        Ascii.bytes("connection"),
        Ascii.bytes("keep-alive"),
        Ascii.bytes("proxy-connection"),
        Ascii.bytes("te"),
        Ascii.bytes("trailer"),
        Ascii.bytes("upgrade"),
        Ascii.bytes("expect"),
        Ascii.bytes("x-forwarded-for"),
        Ascii.bytes("x-forwarded-proto"),
        Ascii.bytes("x-forwarded-host"),
        Ascii.bytes("forwarded"),
        Ascii.bytes("date"),
        Ascii.bytes("proxy"),
        Ascii.bytes("max-forwards"),
        Ascii.bytes("x-forwarded-port"),
        Ascii.bytes("x-real-ip"),
        Ascii.bytes("http2-settings"),
    };

    private static final int MASK = 255;
    /** Number of the only known name with that hash, by the hash's low bits; the initialiser proves that it is the only one. */
    private static final byte[] BY_HASH = new byte[MASK + 1];

    /** The byte of a name as it is hashed: letters in lower case, digits, a hyphen for all else a name may hold; 0 ends a name. */
    private static final byte[] HASHED = new byte[256];

    static {
        for (int b = 0; b < HASHED.length; b++) {
            final int lower = Ascii.tokenLower((byte) b);
            HASHED[b] = (byte) (lower == 0 || Character.isLetterOrDigit(lower) ? lower : '-');
        }
        for (int name = 1; name < NAMES.length; name++) {
            int hash = 0;
            for (byte b : NAMES[name]) {
                hash = mix(hash, b);
            }
            if (BY_HASH[slot(hash)] != 0) {
                throw new AssertionError("two field names share a slot: " + name + " and " + BY_HASH[slot(hash)]);
            }
            BY_HASH[slot(hash)] = (byte) name;
        }
    }

    private FieldName() {}

    /** What {@link #mix} wants to know of a byte; 0 when it ends a name. */
    static int hashed(byte b) {
        return HASHED[b & 0xff];
    }

    /** The hash of a name, one byte at a time, so that it comes free with the scan. */
    static int mix(int hash, int hashedByte) {
        return hash * 41 + hashedByte; // 41 keeps the known names apart
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 8 ^ hash >>> 16) & MASK;
    }

    static int identify(int hash, ByteBuffer in, int from, int to) {
        final int name = BY_HASH[slot(hash)];
        if (name == OTHER || to - from != NAMES[name].length) {
            return OTHER;
        }
        return Ascii.equalsIgnoreCase(in, from, to, NAMES[name]) ? name : looksLike(NAMES[name], in, from);
    }

    private static int looksLike(byte[] name, ByteBuffer in, int from) {
        for (int i = 0; i < name.length; i++) {
            if (hashed(in.get(from + i)) != name[i]) {
                return OTHER;
            }
        }
        return LOOK_ALIKE;
    }

    /** A set of names as bits. */
    public static long set(int... names) {
        long bits = 0;
        for (int name : names) {
            bits |= 1L << name;
        }
        return bits;
    }
}
