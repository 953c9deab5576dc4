package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.model.Listener;
import weir.model.TraceContext;

/**
 * Puts a request into a trace (W3C Trace Context, §3): what says so stays as it is, if it is valid and its word counts;
 * else a trace begins here, and what was said of another one goes no further (§4.3). Immutable but for its numbers.
 */
final class TraceFilter implements RequestFilter {
    private static final byte[] PARENT = Ascii.bytes("traceparent");
    private static final byte[] STATE = Ascii.bytes("tracestate");
    private static final byte[] LINE = Ascii.bytes("traceparent: 00-");
    private static final byte[] DASH = {'-'};
    private static final byte[] SAMPLED = Ascii.bytes("-01\r\n");
    private static final byte[] NOT_SAMPLED = Ascii.bytes("-00\r\n");
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /** Version, trace, parent and flags, with dashes between them: {@code 00-<32>-<16>-01}. */
    private static final int PARENT_CHARS = 55;

    private static final int TRACE_AT = 3;
    private static final int SPAN_AT = 36;
    private static final int FLAGS_AT = 53;

    private final RandomIds ids;
    private final TraceContext asked;
    private final byte[] number = new byte[16];

    private TraceFilter(RandomIds ids, TraceContext asked) {
        this.ids = ids;
        this.asked = asked;
    }

    /** Null where nothing is said of traces. */
    static TraceFilter of(Listener listener, RandomIds ids) {
        final TraceContext asked = listener.identity().trace();
        return asked == null ? null : new TraceFilter(ids, asked);
    }

    @Override
    public boolean apply(RequestContext context) {
        final HeadView head = context.head();
        final ByteBuffer in = context.in();
        final boolean counts = asked.trust() == TraceContext.Trust.ANY
                || context.client().forwarded().isByTrusted();
        if (counts && isValid(head, in)) {
            return PASS;
        }
        drop(head, in, PARENT);
        drop(head, in, STATE);
        final HeadEdit edit = context.edit();
        edit.add(LINE);
        add(nextId(), edit);
        add(ids.next(), edit);
        edit.add(DASH);
        add(nextId(), edit);
        edit.add(ids.nextShare() < asked.sample() ? SAMPLED : NOT_SAMPLED);
        return PASS;
    }

    /** No number is all zeros (§3.2.2.3, §3.2.2.4). */
    private long nextId() {
        final long next = ids.next();
        return next == 0 ? 1 : next;
    }

    private void add(long id, HeadEdit edit) {
        for (int i = 0; i < number.length; i++) {
            number[i] = HEX[(int) (id >>> 60 - 4 * i) & 0xf];
        }
        edit.add(number);
    }

    private static void drop(HeadView head, ByteBuffer in, byte[] name) {
        for (int line = head.indexOfAlike(in, name, 0); line >= 0; line = head.indexOfAlike(in, name, line + 1)) {
            head.drop(line);
        }
    }

    /** There is one line, of this version or of a later one that begins like it (§3.2.2, §4.3). */
    private static boolean isValid(HeadView head, ByteBuffer in) {
        final int line = head.indexOf(in, PARENT, 0);
        if (line < 0 || head.isDropped(line) || head.indexOf(in, PARENT, line + 1) >= 0) {
            return false;
        }
        final int at = head.valueStart(line);
        final int length = head.valueEnd(line) - at;
        return length >= PARENT_CHARS
                && isHex(in, at, at + TRACE_AT - 1)
                && in.get(at + TRACE_AT - 1) == '-'
                && isHex(in, at + TRACE_AT, at + SPAN_AT - 1)
                && in.get(at + SPAN_AT - 1) == '-'
                && isHex(in, at + SPAN_AT, at + FLAGS_AT - 1)
                && in.get(at + FLAGS_AT - 1) == '-'
                && isHex(in, at + FLAGS_AT, at + PARENT_CHARS)
                && !isAll('0', in, at + TRACE_AT, at + SPAN_AT - 1)
                && !isAll('0', in, at + SPAN_AT, at + FLAGS_AT - 1)
                && !isAll('f', in, at, at + TRACE_AT - 1)
                && (length == PARENT_CHARS
                        || !isAll('0', in, at, at + TRACE_AT - 1) && in.get(at + PARENT_CHARS) == '-');
    }

    /** In small letters only. */
    private static boolean isHex(ByteBuffer in, int from, int to) {
        for (int at = from; at < to; at++) {
            final byte b = in.get(at);
            if (!Ascii.isDigit(b) && (b < 'a' || b > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAll(char c, ByteBuffer in, int from, int to) {
        for (int at = from; at < to; at++) {
            if (in.get(at) != c) {
                return false;
            }
        }
        return true;
    }

    /** Listeners that ask for the same share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TraceFilter filter && asked.equals(filter.asked);
    }

    @Override
    public int hashCode() {
        return asked.hashCode();
    }
}
