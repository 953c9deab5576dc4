package weir.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import weir.buf.Ascii;
import weir.buf.Hash64;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.model.Backend;
import weir.model.Pool;
import weir.model.Secret;
import weir.model.StickyCookie;

/**
 * The cookie values that lead to a pool's backends, compiled: one for each, made once.
 *
 * <p>A value is the first 128 bits of HMAC-SHA256(secret, pool and backend id): it tells nothing of the backend, and
 * who does not have the secret cannot make one up. It has no part that differs from client to client. Such a part would
 * hide that two clients share a backend, but cost a MAC for each request, and guard nothing: a value gives no rights,
 * it only leads to a backend to which anyone may be sent. For the same reason values are compared without care for how
 * long that takes: what a stopwatch could tell is a value that a request without a cookie gets for free.
 *
 * <p>The name belongs to Weir. Pairs of that name go no further in either direction, so a backend's own cookie of that
 * name can neither mislead nor be misled; all other cookies pass as they are, byte by byte. Immutable, any thread.
 */
public final class BackendCookies {
    /** The request has no cookie of this name. */
    public static final int NONE = -1;
    /** It has one that leads nowhere: of another secret, of a backend that is no more, or made up. */
    public static final int INVALID = -2;

    private static final byte[] COOKIE = Ascii.bytes("cookie");
    private static final byte[] SET_COOKIE = Ascii.bytes("set-cookie");
    private static final int VALUE_BYTES = 16;
    /** In Base64, without padding. */
    private static final int VALUE_CHARS = 22;

    /** For files without one: the same for all loops, and for all configurations of this process. */
    private static final Secret OF_THIS_START = Secret.random();

    private final byte[] name;
    /** Null where nobody is. */
    private final byte[][] values;

    private final byte[][] lines;
    /** Backends by the hash of their value, from 1; 0 = nobody. At most half of it is used. */
    private final int[] slots;

    public BackendCookies(Pool pool) {
        final StickyCookie cookie = pool.sticky().cookie();
        final int count = pool.backends().size();
        final Mac mac = mac(cookie.secret() == null ? OF_THIS_START : cookie.secret());
        name = Ascii.bytes(cookie.name());
        values = new byte[count][];
        lines = new byte[count][];
        slots = new int[Integer.highestOneBit(count) * 4];
        for (int i = 0; i < count; i++) {
            if (pool.backends().get(i).isVacant()) {
                continue;
            }
            final String value = value(mac, pool.name(), pool.backends().get(i));
            values[i] = Ascii.bytes(value);
            lines[i] = Ascii.bytes(lines(cookie, value));
            enter(i);
        }
    }

    private static Mac mac(Secret secret) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Neither names of pools nor ids have a line end, so no two backends have the same text. */
    private static String value(Mac mac, String pool, Backend backend) {
        final byte[] whole = mac.doFinal(("sticky\n" + pool + '\n' + backend.id()).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, VALUE_BYTES));
    }

    private static String lines(StickyCookie cookie, String value) {
        return "Set-Cookie: " + cookie.name() + '=' + value
                + "; Path=" + cookie.path()
                + (cookie.domain() == null ? "" : "; Domain=" + cookie.domain())
                + (cookie.maxAgeSeconds() == StickyCookie.SESSION ? "" : "; Max-Age=" + cookie.maxAgeSeconds())
                + (cookie.secure() ? "; Secure" : "")
                + (cookie.httpOnly() ? "; HttpOnly" : "")
                + "; SameSite=" + cookie.sameSite().attribute()
                + (cookie.partitioned() ? "; Partitioned" : "") + "\r\n"
                + (cookie.marksPrivate() ? "Cache-Control: private\r\n" : "");
    }

    private void enter(int backend) {
        int slot = slot(Hash64.of(values[backend]));
        while (slots[slot] != 0) {
            slot = slot(slot + 1L);
        }
        slots[slot] = backend + 1;
    }

    private int slot(long hash) {
        return (int) hash & slots.length - 1;
    }

    /** Lines to add to a response, so that the client comes to that backend again; null when it was removed. */
    public byte[] lines(int backend) {
        return lines[backend];
    }

    // --- requests

    /**
     * Takes the cookies of this name out of a request. Browsers send several when they have them from other paths or
     * domains, of an earlier configuration for example.
     *
     * @param out gets the backends to which they lead, each once, in the order of the cookies; more than it has room
     *     for are not looked at
     * @return how many these are, at least 1; or {@link #NONE} or {@link #INVALID}
     */
    public int take(HeadView head, ByteBuffer in, HeadEdit edit, int[] out) {
        int found = NONE;
        for (int line = head.indexOf(in, COOKIE, 0); line >= 0; line = head.indexOf(in, COOKIE, line + 1)) {
            found = takeFrom(line, head, in, edit, out, found);
        }
        return found;
    }

    /**
     * Pairs between semicolons (RFC 6265 §4.2.1). What stays keeps its own separators: a run of ours goes with the
     * separator behind it, at the end with the one before.
     */
    private int takeFrom(int line, HeadView head, ByteBuffer in, HeadEdit edit, int[] out, int foundBefore) {
        final int to = head.valueEnd(line);
        int found = foundBefore;
        int oursStart = -1;
        int othersEnd = -1;
        int end;
        for (int at = head.valueStart(line); at < to; at = end + 1) {
            end = Ascii.indexOf(in, at, to, ';');
            final int start = Ascii.skipBlanks(in, at, end);
            final int equals = equalsSign(in, start, end);
            if (equals >= 0) {
                oursStart = oursStart < 0 ? start : oursStart;
                found = with(backend(in, Ascii.skipBlanks(in, equals + 1, end), end), out, found);
            } else {
                if (oursStart >= 0) {
                    edit.cut(oursStart - head.base(), start - head.base());
                    oursStart = -1;
                }
                othersEnd = end;
            }
        }
        if (oursStart >= 0 && othersEnd >= 0) {
            edit.cut(othersEnd - head.base(), to - head.base());
        } else if (oursStart >= 0) {
            head.drop(line);
        }
        return found;
    }

    /** @return {@code found}, with one more if that leads to another backend */
    private static int with(int backend, int[] out, int found) {
        final int count = Math.max(0, found);
        for (int i = 0; i < count; i++) {
            if (out[i] == backend) {
                return found;
            }
        }
        if (backend == INVALID || count == out.length) {
            return found == NONE ? INVALID : found;
        }
        out[count] = backend;
        return count + 1;
    }

    /** Position of the sign behind our name; -1 when another name begins here. Names of cookies differ by case. */
    private int equalsSign(ByteBuffer in, int from, int to) {
        if (to - from <= name.length || !Ascii.startsWith(in, from, name)) {
            return -1;
        }
        final int at = Ascii.skipBlanks(in, from + name.length, to);
        return at < to && in.get(at) == '=' ? at : -1;
    }

    private int backend(ByteBuffer in, int from, int to) {
        final int end = Ascii.endWithoutBlanks(in, from, to);
        if (end - from != VALUE_CHARS) {
            return INVALID;
        }
        int slot = slot(Hash64.of(in, from, end));
        while (slots[slot] != 0) {
            if (Ascii.startsWith(in, from, values[slots[slot] - 1])) {
                return slots[slot] - 1;
            }
            slot = slot(slot + 1L);
        }
        return INVALID;
    }

    // --- responses

    /** Takes out what the backend itself sets under this name. */
    public void dropForeign(HeadView head, ByteBuffer in) {
        for (int line = head.indexOf(in, SET_COOKIE, 0); line >= 0; line = head.indexOf(in, SET_COOKIE, line + 1)) {
            if (equalsSign(in, head.valueStart(line), head.valueEnd(line)) >= 0) {
                head.drop(line);
            }
        }
    }
}
