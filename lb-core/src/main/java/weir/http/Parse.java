package weir.http;

/** What an incremental parser says after each portion of bytes. */
public final class Parse {
    /** All bytes were consumed and the message is not complete. */
    public static final int NEED_MORE = 0;

    public static final int COMPLETE = 1;
    /** The parser's {@code fault()} tells why. */
    public static final int REFUSED = 2;

    private Parse() {}
}
