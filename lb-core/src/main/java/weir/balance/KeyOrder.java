package weir.balance;

/** The order in which a key's table leads to the backends, as the scores of a preview. Thread: owning loop only. */
final class KeyOrder {
    static final String MEANING = "place in the key's order, least wins";
    static final String NO_KEY_NOTE = "the request has no key, so it gets a random one";

    private final Preview preview;
    private int places;

    KeyOrder(Preview preview) {
        this.preview = preview;
    }

    /** The key leads here next. */
    void add(int backend) {
        if (Double.isNaN(preview.score(backend))) {
            preview.setScore(backend, places++);
        }
    }
}
