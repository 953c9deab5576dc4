package weir.net;

/** A connection whose end somebody wants to know. Thread: owning loop only. */
final class GuestTransport extends NioTransport {
    /** For what is known of the connection. */
    private final NioTransport under;
    /** Null once it is closed. */
    private Runnable onClose;

    GuestTransport(NioTransport under, Runnable onClose) {
        super(under);
        this.under = under;
        this.onClose = onClose;
    }

    @Override
    public ConnectionFacts facts() {
        return under.facts();
    }

    @Override
    public void close() {
        super.close();
        final Runnable told = onClose;
        onClose = null;
        if (told != null) {
            told.run();
        }
    }
}
