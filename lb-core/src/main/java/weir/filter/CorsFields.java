package weir.filter;

import java.nio.ByteBuffer;
import java.util.Arrays;
import weir.buf.Ascii;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.http.LocalReply;
import weir.model.Cors;
import weir.template.TemplateOutput;

/**
 * {@code cors} in responses: what browsers let scripts of other sites do with them (Fetch §3.2.3), in place of what the
 * backend or a rule has said of that. An origin that is not allowed gets no word of it, and then its browser refuses.
 * Immutable.
 *
 * <p>Where not all origins are alike, the request's is compared with each that is allowed, O(origins), and responses
 * say that they depend on it, even those that have none: a cache must not give one reader the response of another.
 */
final class CorsFields implements ResponseFilter {
    private static final byte[] ALLOW_ANY = Ascii.bytes("Access-Control-Allow-Origin: *\r\n");
    private static final byte[] ALLOW = Ascii.bytes("Access-Control-Allow-Origin: ");
    private static final byte[] LINE_END = Ascii.bytes("\r\n");
    private static final byte[] VARY = Ascii.bytes("Vary: Origin\r\n");

    private static final byte[] OURS = Ascii.bytes("access-control-");
    private static final byte[][] NAMES = {
        Ascii.bytes("access-control-allow-origin"),
        Ascii.bytes("access-control-allow-credentials"),
        Ascii.bytes("access-control-expose-headers")
    };

    private final Cors cors;
    private final boolean isForAny;
    /** What comes before the star, or all; and what behind it, or null where there is none. */
    private final byte[][] starts;

    private final byte[][] ends;
    /** Lines that do not depend on the origin. */
    private final byte[] rest;

    private CorsFields(Cors cors) {
        this.cors = cors;
        isForAny = cors.isForAny();
        starts = new byte[cors.origins().size()][];
        ends = new byte[starts.length][];
        for (int i = 0; i < starts.length; i++) {
            final String origin = cors.origins().get(i);
            final int star = origin.indexOf('*');
            starts[i] = Ascii.bytes(star < 0 ? origin : origin.substring(0, star));
            ends[i] = star < 0 ? null : Ascii.bytes(origin.substring(star + 1));
        }
        rest = Ascii.bytes((cors.credentials() ? "Access-Control-Allow-Credentials: true\r\n" : "")
                + (cors.expose().isEmpty()
                        ? ""
                        : "Access-Control-Expose-Headers: " + Cors.line(cors.expose()) + "\r\n"));
    }

    /** Null where nothing is said of it. */
    static CorsFields of(Cors cors) {
        return cors.isNone() ? null : new CorsFields(cors);
    }

    @Override
    public void apply(ResponseContext context) {
        final HeadView head = context.head();
        final ByteBuffer in = context.in();
        final HeadEdit edit = context.edit();
        for (int line = 0; line < head.count(); line++) {
            final int start = head.nameStart(line);
            if (head.nameEnd(line) - start > OURS.length
                    && Ascii.equalsIgnoreCase(in, start, start + OURS.length, OURS)) {
                head.drop(line);
            }
        }
        for (byte[] name : NAMES) {
            edit.removeAdded(name);
        }
        if (isForAny) {
            edit.add(ALLOW_ANY);
            edit.add(rest);
            return;
        }
        edit.add(VARY);
        if (hasAllowed(context)) {
            edit.add(context.out().bytes(), context.out().count());
            edit.add(rest);
        }
    }

    @Override
    public void apply(LocalReply reply, ResponseContext context) {
        for (byte[] name : NAMES) {
            reply.remove(name);
        }
        if (isForAny) {
            reply.add(ALLOW_ANY).add(rest);
            return;
        }
        reply.add(VARY);
        if (hasAllowed(context)) {
            reply.add(context.out().bytes(), 0, context.out().count()).add(rest);
        }
    }

    /** @return true when a line that names the request's origin is in the context's output */
    private boolean hasAllowed(ResponseContext context) {
        final TemplateOutput out = context.out().begin(TemplateOutput.Escaping.LINE);
        out.add(ALLOW);
        Cors.ORIGIN_OF_REQUEST.write(context.values(), out);
        final int to = out.count();
        out.add(LINE_END);
        return to - ALLOW.length <= Cors.ORIGIN_BYTES_MAX && isAllowed(out.bytes(), ALLOW.length, to);
    }

    private boolean isAllowed(byte[] bytes, int from, int to) {
        for (int i = 0; i < starts.length; i++) {
            final byte[] start = starts[i];
            final byte[] end = ends[i];
            if (end == null
                    ? Arrays.equals(bytes, from, to, start, 0, start.length)
                    : isBetween(bytes, from, to, start, end)) {
                return true;
            }
        }
        return false;
    }

    /** The star stands for labels of a host name, and nothing that could be more of an origin. */
    private static boolean isBetween(byte[] bytes, int from, int to, byte[] start, byte[] end) {
        final int labels = from + start.length;
        final int rest = to - end.length;
        if (labels >= rest
                || !Arrays.equals(bytes, from, labels, start, 0, start.length)
                || !Arrays.equals(bytes, rest, to, end, 0, end.length)) {
            return false;
        }
        for (int at = labels; at < rest; at++) {
            final byte b = bytes[at];
            if (!(Ascii.isLetterOrDigit(b) || b == '-' || b == '.' || b == '_')) {
                return false;
            }
        }
        return true;
    }

    /** Routes that say the same share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CorsFields fields && cors.equals(fields.cors);
    }

    @Override
    public int hashCode() {
        return cors.hashCode();
    }
}
