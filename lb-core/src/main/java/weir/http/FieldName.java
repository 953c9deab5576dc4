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
    /** Our own: a trusted client asks why a backend was picked, and the response answers. For this hop only. */
    public static final int WEIR_EXPLAIN = 21;
    /** One of the above with underscores, dots or the like for hyphens: another field to us, the same to a backend that maps names to variables. */
    public static final int LOOK_ALIKE = 22;

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
        Ascii.bytes("weir-explain"),
    };

    private static final int SLOTS = 256;
    /** Number of the only known name that belongs into a slot; the initialiser proves that it is the only one. */
    private static final byte[] BY_SLOT = new byte[SLOTS];

    static {
        for (int name = 1; name < NAMES.length; name++) {
            final byte[] bytes = NAMES[name];
            final int slot = slot(bytes.length, bytes[0], bytes[bytes.length - 2], bytes[bytes.length - 1]);
            if (BY_SLOT[slot] != 0) {
                throw new AssertionError("two field names share a slot: " + name + " and " + BY_SLOT[slot]);
            }
            BY_SLOT[slot] = (byte) name;
        }
    }

    private FieldName() {}

    /**
     * The number of the name {@code in[from, to)}, which is a token.
     *
     * <p>Three letters and the length leave one candidate at most, so only names that are (nearly) known are looked at as a whole.
     */
    static int identify(ByteBuffer in, int from, int to) {
        final int length = to - from;
        if (length < 2) {
            return OTHER;
        }
        final int name = BY_SLOT[slot(length, in.get(from), in.get(to - 2), in.get(to - 1))];
        if (name == OTHER || length != NAMES[name].length) {
            return OTHER;
        }
        return Ascii.equalsIgnoreCase(in, from, to, NAMES[name]) ? name : looksLike(NAMES[name], in, from);
    }

    /** The same for either case of a letter. The factors keep the known names apart. */
    private static int slot(int length, byte first, byte lastButOne, byte last) {
        return (length + (first & 0x1f) * 11 + (lastButOne & 0x1f) * 13 + (last & 0x1f)) & SLOTS - 1;
    }

    private static int looksLike(byte[] name, ByteBuffer in, int from) {
        for (int i = 0; i < name.length; i++) {
            final int lower = Ascii.tokenLower(in.get(from + i));
            final boolean isAlike = Character.isLetterOrDigit(lower) ? lower == name[i] : name[i] == '-';
            if (!isAlike) {
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
