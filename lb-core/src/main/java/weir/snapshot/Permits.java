package weir.snapshot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import weir.balance.Algorithm;
import weir.model.Backend;
import weir.model.Pool;

/**
 * How many exchanges each backend of a pool may have in flight, over all loops together: exactly so many permits are
 * out at most.
 *
 * <p>A loop that needs a permit takes it from the backend's cell, by compare-and-set, and keeps it when the exchange is
 * over, for its next one. So in steady state a request costs its loop two plain additions, see {@link PermitRow}. The
 * first loop that finds none left makes the backend <em>scarce</em>: from then on no loop keeps a permit that it does
 * not use, and idle permits are released within a turn of their loops. It is scarce until half of the permits are
 * in the cell again.
 *
 * <p>When exchanges wait, a permit that becomes free is granted to the loop whose first one has waited longest.
 *
 * <p>Any thread.
 */
public final class Permits {
    /** No limits, so no exchange needs a permit. */
    public static final Permits UNLIMITED = new Permits(new int[0], 0, true);

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    /**
     * From one backend's cells to the next one's, so that they share no cache line, nor the pair that is fetched
     * together: 128 bytes.
     */
    private static final int STRIDE = 32;

    private static final int LIMIT = 1;
    /** In a state, beside the number of permits that are out. */
    private static final int SCARCE = Integer.MIN_VALUE;

    /**
     * Its own loop comes first if another has waited longer by less: a hop to another loop costs some ten microseconds
     * of an idle permit.
     */
    private static final long OWN_FIRST_NS = 1_000_000;

    private final int[] cells;
    private final PermitRow[] rows;
    private final boolean mayLend;
    private final int count;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param mayLend loops may keep permits that they do not use; without that, free ones are seen by all loops at
     *     once, at two RMW per exchange
     */
    public Permits(int[] limits, int loops, boolean mayLend) {
        this.mayLend = mayLend;
        count = limits.length;
        cells = new int[(count + 1) * STRIDE];
        rows = new PermitRow[loops];
        for (int i = 0; i < count; i++) {
            setLimit(i, limits[i]);
        }
        for (int i = 0; i < loops; i++) {
            rows[i] = new PermitRow(this, count);
        }
    }

    /** {@code first} must know of each free permit, or it would go on to the next backend too early. */
    public static Permits of(Pool pool, int loops) {
        final int[] limits = new int[pool.isLimited() ? pool.room() : 0];
        Arrays.setAll(
                limits, i -> i < pool.backends().size() ? pool.backends().get(i).connectionsMax() : Backend.UNLIMITED);
        return pool.isLimited()
                ? new Permits(limits, loops, pool.algorithm().kind() != Algorithm.Kind.FILLS)
                : UNLIMITED;
    }

    public boolean isLimited() {
        return count > 0;
    }

    public int backendCount() {
        return count;
    }

    /** The loop's part. */
    public PermitRow row(int loop) {
        return rows[loop];
    }

    // --- what anyone may ask

    public int limit(int backend) {
        return (int) CELL.getVolatile(cells, at(backend) + LIMIT);
    }

    /** Exchanges on the backend; true of each loop a moment ago. O(loops). */
    public int inFlight(int backend) {
        int sum = 0;
        for (PermitRow row : rows) {
            sum += row.used(backend);
        }
        return sum;
    }

    /** Permits that loops have, used or kept; exact. */
    public int out(int backend) {
        return countIn(state(backend));
    }

    /** Exchanges that wait for room on any backend of the pool, on all loops; exact. */
    public int waiting() {
        return waiting.get();
    }

    /**
     * From now on. Absolute, so safe to repeat. A lower limit takes effect as permits come back: call
     * {@link PermitRow#settle} on each loop then, for the idle ones and, after a higher one, for those who wait.
     */
    public void setLimit(int backend, int limit) {
        assert limit > 0 : "a backend that shall get nothing has weight 0";
        CELL.setVolatile(cells, at(backend) + LIMIT, limit);
        while (true) {
            final int state = state(backend);
            if (lends(limit) && countIn(state) <= limit || swap(backend, state, state | SCARCE)) {
                return;
            }
        }
    }

    /** Too few to be shared out would only be found by those who do not need them. */
    private boolean lends(int limit) {
        return rows.length == 1 || mayLend && limit >= 2 * rows.length;
    }

    // --- permits, for rows

    /** Takes one out of the cell. */
    boolean take(int backend) {
        while (true) {
            final int state = state(backend);
            if (countIn(state) >= limit(backend)) {
                return false;
            }
            if (swap(backend, state, state + 1)) {
                return true;
            }
        }
    }

    void putBack(int backend) {
        while (!tryPutBack(backend, state(backend))) {}
    }

    /** Puts one back if more are out than may be, since the limit has become lower. */
    boolean shed(int backend) {
        while (true) {
            final int state = state(backend);
            if (countIn(state) <= limit(backend)) {
                return false;
            }
            if (tryPutBack(backend, state)) {
                return true;
            }
        }
    }

    private boolean tryPutBack(int backend, int state) {
        final int limit = limit(backend);
        final int left = countIn(state) - 1;
        assert left >= 0 : "backend " + backend + " got a permit back that was not out";
        final boolean staysScarce = state < 0 && !(lends(limit) && left <= limit / 2);
        return swap(backend, state, staysScarce ? left | SCARCE : left);
    }

    /** Whether {@link #take} would get one. A moment old; one read. */
    boolean hasFree(int backend) {
        return countIn((int) CELL.getOpaque(cells, at(backend))) < limit(backend);
    }

    boolean isScarce(int backend) {
        return (int) CELL.getOpaque(cells, at(backend)) < 0;
    }

    /** A loop has found none: others must not keep what they do not use. */
    void miss(int backend, PermitRow by) {
        while (rows.length > 1) {
            final int state = state(backend);
            if (state < 0 || countIn(state) < limit(backend)) {
                return;
            }
            if (swap(backend, state, state | SCARCE)) {
                reclaim(backend, by, false);
                return;
            }
        }
    }

    /**
     * Other loops look whether they need all their permits of the backend.
     *
     * @param onlyIdle spares those that seem to; they may just keep one without having seen that it is scarce
     */
    void reclaim(int backend, PermitRow by, boolean onlyIdle) {
        for (PermitRow row : rows) {
            if (row != by && (onlyIdle ? row.hasIdle(backend) : row.hasAny(backend))) {
                row.ask(backend);
            }
        }
    }

    private int state(int backend) {
        return (int) CELL.getVolatile(cells, at(backend));
    }

    private static int countIn(int state) {
        return state & ~SCARCE;
    }

    private boolean swap(int backend, int from, int to) {
        return CELL.compareAndSet(cells, at(backend), from, to);
    }

    private static int at(int backend) {
        return (backend + 1) * STRIDE;
    }

    // --- who waits, for rows

    /** One more exchange waits, unless so many do already. */
    boolean enter(int waitingMax) {
        while (true) {
            final int now = waiting.get();
            if (now >= waitingMax) {
                return false;
            }
            if (waiting.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    void leave() {
        final int left = waiting.decrementAndGet();
        assert left >= 0 : "more have left than had come";
    }

    /**
     * Whose exchanges shall have the next free permit: the row whose first one has waited longest. Null if all who wait
     * have one on its way to them.
     */
    PermitRow longestWaiting(PermitRow own) {
        if (waiting.get() == 0) {
            return null;
        }
        PermitRow longest = null;
        long longestSinceNs = 0;
        for (PermitRow row : rows) {
            if (row.awaitsAny()) {
                final long sinceNs = row.firstSinceNs() - (row == own ? OWN_FIRST_NS : 0);
                if (longest == null || sinceNs - longestSinceNs < 0) {
                    longest = row;
                    longestSinceNs = sinceNs;
                }
            }
        }
        return longest;
    }

    /**
     * A permit is in the cell. A waiter re-checks the cell after announcing itself, and this looks for waiters after
     * the permit is there: so one of the two sees the other.
     */
    void announceFree(int backend, PermitRow by) {
        if (waiting.get() > 0) {
            for (PermitRow row : rows) {
                if (row != by && row.awaitsMore()) {
                    row.ask(backend);
                }
            }
        }
    }
}
