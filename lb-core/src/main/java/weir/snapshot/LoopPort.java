package weir.snapshot;

import java.util.function.Consumer;

/**
 * The door to one loop for health and control. Any thread; each call posts to the loop's mailbox and returns at once.
 */
public interface LoopPort {
    /**
     * @return false when the mailbox is full: say it again later
     */
    boolean offer(BackendState state);

    /**
     * Stop accepting, and end each client's connection with its running exchange, or with the next one if it is idle.
     *
     * @param idleMs after so long, idle clients are closed
     * @param withinMs after so long, whoever is left will be cut
     */
    boolean drain(int idleMs, int withinMs);

    /**
     * The loop has done so: clients that waited in the kernel's queue are among {@link #clientCount}, and no more will
     * come.
     */
    boolean isDraining();

    /**
     * Asks where a request would go, and why. No request is sent, and no later pick is another for it.
     *
     * @param answer gets the explanation once, on the loop's thread: it hands it over and returns
     * @return false when the mailbox is full: ask again later
     */
    boolean explain(ExplainRequest request, Consumer<Explanation> answer);

    /** Open client connections; may be a moment old. */
    int clientCount();
}
