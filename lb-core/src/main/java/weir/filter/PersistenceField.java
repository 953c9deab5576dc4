package weir.filter;

import weir.buf.Ascii;

/**
 * Adds Connection where the version does not say by itself whether another request may follow (RFC 9112 §9.3).
 * Immutable.
 */
final class PersistenceField implements ResponseFilter {
    static final PersistenceField ONLY = new PersistenceField();

    private static final byte[] CLOSE_LINE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE_LINE = Ascii.bytes("Connection: keep-alive\r\n");

    private PersistenceField() {}

    @Override
    public void apply(ResponseContext context) {
        if (!context.keepsClient()) {
            context.edit().add(CLOSE_LINE);
        } else if (context.isToHttp10()) {
            context.edit().add(KEEP_ALIVE_LINE);
        }
    }
}
