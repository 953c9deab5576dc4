package weir.stats;

import java.util.concurrent.atomic.AtomicLongArray;

/** What one loop has seen of one listener. Threads as in {@link Tally}. */
public final class ListenerTally {
    private static final int ACCEPTED = StatusClass.COUNT;
    private static final int CLOSED = ACCEPTED + 1;

    private final AtomicLongArray cells = new AtomicLongArray(CLOSED + 1);

    public void accepted() {
        increment(ACCEPTED);
    }

    public void closed() {
        increment(CLOSED);
    }

    /** @param status what the client was sent; 0 = nothing */
    public void end(int status) {
        increment(StatusClass.of(status));
    }

    private void increment(int cell) {
        cells.setOpaque(cell, cells.getPlain(cell) + 1);
    }

    /** Exchanges by the class of the status. */
    public long statuses(int statusClass) {
        return cells.getOpaque(statusClass);
    }

    public long connectionsAccepted() {
        return cells.getOpaque(ACCEPTED);
    }

    public long connectionsOpen() {
        return Math.max(0, cells.getOpaque(ACCEPTED) - cells.getOpaque(CLOSED)); // two cells, read at two moments
    }
}
