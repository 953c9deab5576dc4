package weir.testkit;

/**
 * One of Weir's connections as whoever is at its other end sees it: the bytes themselves, or what TLS makes of them.
 * Thread: the test's.
 */
public interface PeerWire {
    /** Does what can be done now with what has come and what is to be sent. */
    default void turn() {}

    void sends(String text);

    /** Sends no more, but still reads. */
    void ends();

    /** Sends no more, and so that nobody can take what was sent for complete. */
    default void cuts() {
        resets();
    }

    /** RST: neither sends nor reads any more. */
    void resets();

    /** From now on takes only so many bytes more. */
    void takesOnly(long bytes);

    void takesAll();

    /** What came and was not checked yet. */
    String unseen();

    /** The first so many characters of {@link #unseen} are fine. */
    void sees(int bytes);

    /** How much came, checked or not. */
    int receivedBytes();

    /** Nothing more will come. */
    boolean isEnded();

    /** It has ended so that what came need not be all. */
    boolean isReset();

    /** Weir has let go of the connection. */
    boolean isClosed();
}
