package weir.filter;

import java.nio.ByteBuffer;
import java.util.Arrays;
import weir.buf.Ascii;
import weir.http.HeadView;
import weir.http.LocalReply;
import weir.model.Listener;
import weir.model.Tls;

/** Tells browsers to come with TLS only (RFC 6797). Immutable. */
final class HstsField implements ResponseFilter {
    private static final byte[] LOWER_CASE_NAME = Ascii.bytes("strict-transport-security");

    private final byte[] line;

    private HstsField(byte[] line) {
        this.line = line;
    }

    /** Null where nothing is said of it. */
    static HstsField of(Listener listener) {
        final Tls tls = listener.tls();
        return tls == null || tls.hsts() == null
                ? null
                : new HstsField(
                        Ascii.bytes("Strict-Transport-Security: " + tls.hsts().value() + "\r\n"));
    }

    /** What the backend says of it counts: of two such lines clients take the first (RFC 6797 §8.1). */
    @Override
    public void apply(ResponseContext context) {
        final HeadView head = context.head();
        final ByteBuffer in = context.in();
        for (int i = head.indexOf(in, LOWER_CASE_NAME, 0); i >= 0; i = head.indexOf(in, LOWER_CASE_NAME, i + 1)) {
            if (!head.isDropped(i)) {
                return;
            }
        }
        context.edit().add(line);
    }

    @Override
    public void apply(LocalReply reply, ResponseContext context) {
        reply.add(line);
    }

    /** Listeners that say the same share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HstsField field && Arrays.equals(line, field.line);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(line);
    }
}
