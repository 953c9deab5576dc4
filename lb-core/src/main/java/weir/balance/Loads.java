package weir.balance;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many exchanges each backend of a pool has in flight, over all loops.
 *
 * <p>One row of cells per loop. Only its loop writes a row, so counting is a plain addition and an opaque store;
 * whoever asks adds up the column. What a reader gets was true of each loop a moment ago, and its own loop's part is
 * exact. Any thread may read: O(loops).
 */
public final class Loads {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    /**
     * Cells before and behind a row that nobody uses, so that rows share no cache line, nor the pair that is fetched
     * together: 128 bytes.
     */
    private static final int PAD = 32;
    /** A row begins with the sum of the others. */
    private static final int TOTAL = PAD;

    private static final int FIRST = TOTAL + 1;

    private static final VarHandle TURN = MethodHandles.arrayElementVarHandle(long[].class);

    private final int[][] rows;
    /** One cell that all loops write, alone in its cache lines; only {@link ExactRoundRobin} touches it. */
    private final long[] turn = new long[PAD];

    public Loads(int loops, int backends) {
        rows = new int[loops][FIRST + backends + PAD];
    }

    /** In flight on one backend. */
    public int inFlight(int backend) {
        return sum(FIRST + backend);
    }

    /** In flight on all backends. */
    public int total() {
        return sum(TOTAL);
    }

    private int sum(int cell) {
        int sum = 0;
        for (int[] row : rows) {
            sum += (int) CELL.getOpaque(row, cell);
        }
        return sum;
    }

    /** Number of the next turn, over all loops, which is taken by that. One atomic addition. */
    long takeTurn() {
        return (long) TURN.getAndAdd(turn, PAD / 2, 1L);
    }

    /** What {@link #takeTurn} would give. */
    long turn() {
        return (long) TURN.getOpaque(turn, PAD / 2);
    }

    /** Where the loop of that number counts. */
    public Row row(int loop) {
        return new Row(rows[loop]);
    }

    /**
     * One loop's part. A picker that wants feedback counts in it itself; for the others whoever drives them does.
     * Thread: owning loop only.
     */
    public static final class Row {
        private final int[] cells;

        private Row(int[] cells) {
            this.cells = cells;
        }

        /** An exchange on that backend has begun. */
        public void start(int backend) {
            add(FIRST + backend, 1);
            add(TOTAL, 1);
        }

        /** One that was told of has ended. */
        public void end(int backend) {
            assert cells[FIRST + backend] > 0 : "an attempt on backend " + backend + " has ended twice";
            add(FIRST + backend, -1);
            add(TOTAL, -1);
        }

        private void add(int cell, int change) {
            CELL.setOpaque(cells, cell, cells[cell] + change);
        }
    }
}
