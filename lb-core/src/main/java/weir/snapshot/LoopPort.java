package weir.snapshot;

/**
 * The door to one loop for health and control. Any thread; each call posts to the loop's mailbox and returns at once.
 */
public interface LoopPort {
    /**
     * @return false when the mailbox is full: say it again later
     */
    boolean tell(BackendState state);

    /** Stop accepting, close idle clients, and end each other client's connection with its running exchange. */
    boolean drain();

    /** Open client connections; may be a moment old. */
    int clientCount();
}
