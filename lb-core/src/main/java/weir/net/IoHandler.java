package weir.net;

/**
 * The owner of one socket. An abstract class and not an interface because the JDK before 23 checks casts to interfaces
 * through a cache that all cores write (JDK-8180450), and every event passes such a cast.
 *
 * <p>Thread: owning loop only.
 */
public abstract class IoHandler {
    /** What {@link Transport#interest} and {@link #onReady} speak of; the values are {@code SelectionKey}'s. */
    public static final int READ = 1;

    public static final int WRITE = 4;
    /**
     * While connecting, that this is over; then, that the connection is broken, or that both sides have ended it, be
     * there bytes to be read before the peer's end. A plain one of which neither is true has room to write, so each
     * poll ends at once.
     */
    public static final int CONNECT = 8;

    /** The socket whose events it has is under {@link TcpKeepAlive}. */
    boolean isKeptAlive;

    /** It has the events of its transport from here on. Called once, before all else, for an accepted connection. */
    protected void onOpen() {}

    /**
     * Runs inside the selector: must not select. Failures of peers are values of the transport, so nothing is thrown
     * for them.
     */
    protected abstract void onReady(int readyOps);

    /**
     * A bug of ours escaped from this handler: release everything it holds and close. May come before the handler was
     * told of its transport. When this fails as well, or leaves the socket watched, the loop closes the socket itself.
     */
    protected abstract void onFault();

    /**
     * Others wait for a buffer in which a layer below keeps what its peer has sent, or does not take, and have it now:
     * there is nothing more to be read. To be closed, perhaps after a last word. Comes at the end of a turn.
     *
     * @param isOwed the peer owes the rest of what it sends, or room for what it is sent; else nobody takes what it has
     *     sent
     */
    protected void onEvicted(boolean isOwed) {
        onReady(READ);
    }

    /** It has the events of a socket on behalf of that other handler. */
    protected boolean standsFor(IoHandler other) {
        return other == this;
    }
}
