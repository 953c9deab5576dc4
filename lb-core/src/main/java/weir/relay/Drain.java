package weir.relay;

/**
 * The stop, as one loop sees it: how long it may take, and when each tunnel's turn to end is. Clients that are closed
 * reconnect at once, so they are closed one by one. Thread: owning loop only.
 */
public final class Drain {
    /** Between two tunnels of a loop, unless there is less time: 50 of them a second come again, on each loop. */
    static final long APART_NS = 20_000_000;

    private boolean isOn;
    private int idleMs;
    private long deadlineNs;
    private long withinNs;
    private long apartNs;
    private long turnNs;

    /**
     * It has begun.
     *
     * @param idleMs how long an idle client may still send a request
     * @param withinMs after so long, whoever is left is cut
     * @param clients that are there
     */
    public void begin(int idleMs, int withinMs, int clients, long nowNs) {
        isOn = true;
        this.idleMs = idleMs;
        withinNs = withinMs * 1_000_000L;
        deadlineNs = nowNs + withinNs;
        apartNs = Math.min(APART_NS, withinNs / 2 / Math.max(1, clients)); // half of the time is for their answers
        turnNs = nowNs;
    }

    /** Weir is stopping. What follows is asked only then. */
    public boolean isOn() {
        return isOn;
    }

    /** The next tunnel's. */
    long takeTurnNs(long nowNs) {
        if (turnNs - nowNs < 0) {
            turnNs = nowNs;
        }
        final long turn = turnNs;
        turnNs += apartNs;
        return turn;
    }

    /** How long an idle client may still send a request, which is then its last. */
    public int idleMs() {
        return idleMs;
    }

    long leftNs(long nowNs) {
        return Math.max(0, deadlineNs - nowNs);
    }

    long withinNs() {
        return withinNs;
    }
}
