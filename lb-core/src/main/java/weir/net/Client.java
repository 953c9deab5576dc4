package weir.net;

/**
 * Something with a client at its other end, linked into its loop's {@link Clients} without a node of its own. Thread:
 * owning loop only.
 */
public abstract class Client extends IoHandler {
    Client previous;
    Client next;
    /** Has been idle for long, and is counted as such. */
    boolean isResting;

    /** Between two requests, or before the first, for about as long. */
    protected boolean isIdleFor(long ns) {
        return false;
    }

    /** Closes it while it is idle. */
    protected void closeIdle() {}

    /** Weir is about to stop: close after the running exchange; when idle, after one more or soon. */
    public abstract void drain();

    /** The time for that is up. */
    public abstract void cut();

    @Override
    protected abstract void onFault();
}
