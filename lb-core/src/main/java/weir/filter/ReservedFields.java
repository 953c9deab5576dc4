package weir.filter;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import weir.buf.Ascii;
import weir.http.FieldName;
import weir.http.HeadView;
import weir.model.Listener;

/**
 * Fields that backends believe because Weir alone writes them, and whose names the configuration has: what
 * {@code client-certificate-header} names.
 *
 * <p>What clients write there is taken out, on whichever listener they come, as the same backends may be behind
 * several; so is what only looks alike to a backend, see {@link FieldName#isAlike}. Immutable, any thread.
 */
public final class ReservedFields implements RequestFilter {
    private final byte[][] lowerCaseNames;

    private ReservedFields(byte[][] lowerCaseNames) {
        this.lowerCaseNames = lowerCaseNames;
    }

    /** @return null when the listeners reserve no name, so that requests cost nothing for it */
    public static ReservedFields of(List<Listener> listeners) {
        final byte[][] names = listeners.stream()
                .filter(listener -> listener.tls() != null && listener.tls().clientHeader() != null)
                .map(listener -> listener.tls().clientHeader().toLowerCase(Locale.ROOT))
                .distinct()
                .map(Ascii::bytes)
                .toArray(byte[][]::new);
        return names.length == 0 ? null : new ReservedFields(names);
    }

    @Override
    public boolean apply(RequestContext context) {
        drop(context.head(), context.in());
        return PASS;
    }

    /** Marks lines. O(lines of the head), times reserved names. */
    public void drop(HeadView head, ByteBuffer in) {
        for (byte[] name : lowerCaseNames) {
            for (int line = head.indexOfAlike(in, name, 0); line >= 0; line = head.indexOfAlike(in, name, line + 1)) {
                head.drop(line);
            }
        }
    }
}
