package weir.upstream;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Predicate;
import weir.net.Transport;

/**
 * The unused connections of one loop to one backend: those that may be used, last in first out; those that rest before
 * that; and those that are for one client each. Thread: owning loop only.
 */
final class IdleConnections {
    static final int NONE = -1;

    private UpstreamConnection[] idle = new UpstreamConnection[4];
    private int idleCount;
    /** Idle, but not to be used yet: the one that has rested longest first. */
    private final ArrayDeque<UpstreamConnection> resting = new ArrayDeque<>(2);
    /** Idle, and each for one client only: the one that has been so for longest first. Null until there is one. */
    private ArrayDeque<UpstreamConnection> tied;

    void push(UpstreamConnection connection) {
        if (idleCount == idle.length) {
            idle = Arrays.copyOf(idle, idleCount * 2);
        }
        idle[idleCount++] = connection;
    }

    /** It may be used once it has rested; {@link #wake} finds that out. */
    void rest(UpstreamConnection connection) {
        resting.add(connection);
    }

    void tie(UpstreamConnection connection) {
        tied = tied == null ? new ArrayDeque<>(2) : tied;
        tied.add(connection);
    }

    void untie(UpstreamConnection connection) {
        tied.remove(connection);
    }

    /** No timer does it: nobody needs them before. */
    void wake(long nowNs) {
        while (!resting.isEmpty() && resting.peek().restNs(nowNs) == 0) {
            push(resting.poll());
        }
    }

    /** The freshest one, or {@link #NONE}. */
    int last() {
        return idleCount - 1;
    }

    /** The freshest one of that client, or {@link #NONE}. */
    int lastOf(Transport client) {
        int at = idleCount - 1;
        while (at >= 0 && !idle[at].isFor(client)) {
            at--;
        }
        return at;
    }

    UpstreamConnection takeAt(int at) {
        final UpstreamConnection taken = idle[at];
        removeAt(at);
        return taken;
    }

    private void removeAt(int at) {
        System.arraycopy(idle, at + 1, idle, at, idleCount - at - 1);
        idle[--idleCount] = null;
    }

    /** O(idle); happens once in a connection's life. */
    void remove(UpstreamConnection connection) {
        for (int i = idleCount - 1; i >= 0; i--) {
            if (idle[i] == connection) {
                removeAt(i);
                return;
            }
        }
        if (!resting.remove(connection) && tied != null) {
            tied.remove(connection);
        }
    }

    /** Those that rest go on doing so. */
    void closeAll(Predicate<UpstreamConnection> which) {
        for (int i = idleCount - 1; i >= 0; i--) {
            if (which.test(idle[i])) {
                idle[i].close();
                removeAt(i);
            }
        }
        closeAll(which, resting);
        if (tied != null) {
            closeAll(which, tied);
        }
    }

    private static void closeAll(Predicate<UpstreamConnection> which, ArrayDeque<UpstreamConnection> of) {
        of.removeIf(connection -> {
            final boolean isOne = which.test(connection);
            if (isOne) {
                connection.close();
            }
            return isOne;
        });
    }

    /**
     * The one that was idle for longest; one of a client's own when there is no other. False when there is
     * none at all.
     */
    boolean closeOldest() {
        if (idleCount > 0) {
            idle[0].close();
            removeAt(0);
            return true;
        }
        if (!resting.isEmpty()) {
            resting.poll().close();
            return true;
        }
        return closeOldestTied();
    }

    boolean closeOldestTied() {
        final UpstreamConnection oldest = tied == null ? null : tied.poll();
        if (oldest == null) {
            return false;
        }
        oldest.close();
        return true;
    }

    /** Those that anybody may use, now or in a moment. */
    int count() {
        return idleCount + resting.size();
    }

    /** Those that are for one client each. */
    int tiedCount() {
        return tied == null ? 0 : tied.size();
    }
}
