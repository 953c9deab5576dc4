package weir.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import weir.buf.Ascii;
import weir.buf.CaselessWord;

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

    public static final int AUTHORIZATION = 22;
    public static final int PROXY_AUTHORIZATION = 23;
    public static final int WWW_AUTHENTICATE = 24;
    public static final int PROXY_AUTHENTICATE = 25;
    /**
     * One of the others with underscores, dots or the like for hyphens: another field to us, the same to a backend that
     * maps names to variables; see {@link #isAlike}.
     */
    public static final int LOOK_ALIKE = 26;
    /** {@code X-Forwarded-Prefix}, {@code -Ssl}, {@code -Server} and whatever else begins like that. */
    public static final int X_FORWARDED_OTHER = 27;

    public static final int VIA = 28;

    /** What tells of the client, and is believed only when a trusted proxy says it. */
    public static final long ABOUT_CLIENT = set(
            X_FORWARDED_FOR,
            X_FORWARDED_PROTO,
            X_FORWARDED_HOST,
            X_FORWARDED_PORT,
            X_FORWARDED_OTHER,
            X_REAL_IP,
            FORWARDED);

    /** Known names that a configuration may write all the same. */
    private static final long FREE = set(
            AUTHORIZATION,
            PROXY_AUTHORIZATION,
            WWW_AUTHENTICATE,
            PROXY_AUTHENTICATE,
            X_FORWARDED_PORT,
            X_FORWARDED_OTHER,
            X_REAL_IP);

    /** Null where a number is of no one name. */
    private static final CaselessWord[] NAMES = {
        null,
        new CaselessWord("host"),
        new CaselessWord("content-length"),
        new CaselessWord("transfer-encoding"),
        new CaselessWord("connection"),
        new CaselessWord("keep-alive"),
        new CaselessWord("proxy-connection"),
        new CaselessWord("te"),
        new CaselessWord("trailer"),
        new CaselessWord("upgrade"),
        new CaselessWord("expect"),
        new CaselessWord("x-forwarded-for"),
        new CaselessWord("x-forwarded-proto"),
        new CaselessWord("x-forwarded-host"),
        new CaselessWord("forwarded"),
        new CaselessWord("date"),
        new CaselessWord("proxy"),
        new CaselessWord("max-forwards"),
        new CaselessWord("x-forwarded-port"),
        new CaselessWord("x-real-ip"),
        new CaselessWord("http2-settings"),
        new CaselessWord("weir-explain"),
        new CaselessWord("authorization"),
        new CaselessWord("proxy-authorization"),
        new CaselessWord("www-authenticate"),
        new CaselessWord("proxy-authenticate"),
        null, // of no one name
        null,
        new CaselessWord("via"),
    };

    private static final byte[] X_FORWARDED = Ascii.bytes("x-forwarded");

    private static final int SLOTS = 256;
    /** Number of the only known name that belongs into a slot; the initialiser proves that it is the only one. */
    private static final byte[] BY_SLOT = new byte[SLOTS];

    static {
        for (int name = 1; name < NAMES.length; name++) {
            if (NAMES[name] == null) {
                continue;
            }
            final byte[] bytes = NAMES[name].bytes();
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
     * <p>Three letters and the length leave one candidate at most, so only names that are (nearly) known are looked at
     * as a whole; beside it, names with an X in front may belong to a family.
     */
    static int identify(ByteBuffer in, int from, int to) {
        final int length = to - from;
        if (length < 2) {
            return OTHER;
        }
        final byte first = in.get(from);
        final int name = BY_SLOT[slot(length, first, in.get(to - 2), in.get(to - 1))];
        if (name != OTHER) {
            if (NAMES[name].is(in, from, to)) {
                return name;
            }
            if (isAlike(in, from, to, NAMES[name].bytes())) {
                return LOOK_ALIKE;
            }
        }
        return (first | 0x20) == 'x' && length >= X_FORWARDED.length ? inFamily(in, from, to) : OTHER;
    }

    /** It tells of the client, see {@link #ABOUT_CLIENT}, or looks as if it did. Not for each request. */
    public static boolean isAboutClient(String name) {
        final ByteBuffer in = ByteBuffer.wrap(Ascii.bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
        final int number = identify(in, 0, name.length());
        return number == LOOK_ALIKE || number != OTHER && (ABOUT_CLIENT & 1L << number) != 0;
    }

    /**
     * Weir alone writes it: it frames the message, concerns the hop, or is believed because Weir vouches for it; or
     * looks as if it did. Not for each request.
     */
    public static boolean isReserved(String name) {
        final ByteBuffer in = ByteBuffer.wrap(Ascii.bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
        final int number = identify(in, 0, name.length());
        return number != OTHER && (FREE & 1L << number) == 0;
    }

    private static int inFamily(ByteBuffer in, int from, int to) {
        final int end = from + X_FORWARDED.length;
        if (!isAlike(in, from, end, X_FORWARDED) || end < to && Ascii.isLetterOrDigit(in.get(end))) {
            return OTHER;
        }
        for (int at = from; at < to; at++) {
            if (in.get(at) != '-' && !Ascii.isLetterOrDigit(in.get(at))) {
                return LOOK_ALIKE;
            }
        }
        return X_FORWARDED_OTHER;
    }

    /**
     * True when a backend could take the token {@code in[from, to)} for {@code lowerCaseName}: CGI (RFC 3875 §4.1.18),
     * FastCGI, WSGI, Rack, PSGI and ASP make a variable of a name, in capitals and with an underscore for each hyphen,
     * PHP also for each dot, lighttpd and old Apaches for all that is neither letter nor digit.
     */
    public static boolean isAlike(ByteBuffer in, int from, int to, byte[] lowerCaseName) {
        if (to - from != lowerCaseName.length) {
            return false;
        }
        for (int i = 0; i < lowerCaseName.length; i++) {
            final byte lower = Ascii.lower(in.get(from + i));
            final byte wanted = lowerCaseName[i];
            if (lower != wanted && (Ascii.isLetterOrDigit(lower) || Ascii.isLetterOrDigit(wanted))) {
                return false;
            }
        }
        return true;
    }

    /** The same for either case of a letter. The factors keep the known names apart. */
    private static int slot(int length, byte first, byte lastButOne, byte last) {
        return (length + (first & 0x1f) * 11 + (lastButOne & 0x1f) * 12 + (last & 0x1f)) & SLOTS - 1;
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
