package weir.filter;

import java.nio.ByteBuffer;
import java.util.Locale;
import weir.buf.Ascii;
import weir.http.HeadView;
import weir.model.Listener;
import weir.model.RequestIds;

/**
 * Gives each request its identity: that which a trusted client has sent, if it is one short token, or one made here of
 * 128 bits. The rest is done by header rules, see {@link RequestIds#before}. Comes first, so that refusals have it.
 */
final class RequestIdFilter implements RequestFilter {
    private final RandomIds ids;
    private final byte[] lowerCaseName;
    private final boolean mayBeTaken;

    private RequestIdFilter(RandomIds ids, byte[] lowerCaseName, boolean mayBeTaken) {
        this.ids = ids;
        this.lowerCaseName = lowerCaseName;
        this.mayBeTaken = mayBeTaken;
    }

    /** Null where requests have no identity. */
    static RequestIdFilter of(Listener listener, RandomIds ids) {
        final RequestIds asked = listener.identity().requestIds();
        return asked == null
                ? null
                : new RequestIdFilter(
                        ids,
                        Ascii.bytes(asked.header().toLowerCase(Locale.ROOT)),
                        asked.trust() == RequestIds.Trust.TRUSTED);
    }

    @Override
    public boolean apply(RequestContext context) {
        final HeadView head = context.head();
        final ByteBuffer in = context.in();
        final int line = mayBeTaken && context.client().forwarded().isByTrusted() ? only(head, in) : -1;
        if (line >= 0) {
            context.requestId().set(in, head.valueStart(line), head.valueEnd(line));
        } else {
            context.requestId().set(ids.next(), ids.next());
        }
        dropAlike(head, in);
        return PASS;
    }

    /** What a backend could take for the field; that itself a rule replaces. */
    private void dropAlike(HeadView head, ByteBuffer in) {
        for (int line = head.indexOfAlike(in, lowerCaseName, 0);
                line >= 0;
                line = head.indexOfAlike(in, lowerCaseName, line + 1)) {
            head.drop(line);
        }
    }

    /** The one line of that name, if it is a token; else -1. */
    private int only(HeadView head, ByteBuffer in) {
        final int line = head.indexOf(in, lowerCaseName, 0);
        return line >= 0
                        && head.indexOf(in, lowerCaseName, line + 1) < 0
                        && isToken(in, head.valueStart(line), head.valueEnd(line))
                ? line
                : -1;
    }

    /** UUIDs, base64, what CDNs write: nothing that has to be escaped anywhere. */
    private static boolean isToken(ByteBuffer in, int from, int to) {
        for (int at = from; at < to; at++) {
            final byte b = in.get(at);
            if (!Ascii.isLetterOrDigit(b) && "-._~:+/=@".indexOf(b) < 0) {
                return false;
            }
        }
        return to > from && to - from <= RequestId.BYTES_MAX;
    }

    /** Listeners that ask for the same share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RequestIdFilter filter
                && mayBeTaken == filter.mayBeTaken
                && java.util.Arrays.equals(lowerCaseName, filter.lowerCaseName);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(lowerCaseName);
    }
}
