package weir.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How the attempts on each backend of a pool have ended so far, over all loops.
 *
 * <p>One row of cells per loop, which only its loop writes: counting is a plain addition and an opaque store, no thread
 * is crossed. The probe loop adds up the rows when it wants to know: O(loops) per figure. Figures only grow; what a
 * reader gets was true a moment ago.
 */
public final class Results {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    /** Unused cells before and behind a row: 128 bytes, so that rows share no cache line. */
    private static final int PAD = 16;

    private static final int SUCCESSES = 0;
    private static final int FAILURES = 1;
    private static final int LATENCY_NS = 2;
    private static final int FIGURES = 3;

    private final long[][] rows;

    public Results(int loops, int backends) {
        rows = new long[loops][PAD + FIGURES * backends + PAD];
    }

    /** Backends that it can count for. */
    public int room() {
        return (rows[0].length - 2 * PAD) / FIGURES;
    }

    public long successes(int backend) {
        return sum(backend, SUCCESSES);
    }

    public long failures(int backend) {
        return sum(backend, FAILURES);
    }

    /** Of all successes together, until the head of the response was there. */
    public long latencyNs(int backend) {
        return sum(backend, LATENCY_NS);
    }

    private long sum(int backend, int figure) {
        long sum = 0;
        for (long[] row : rows) {
            sum += (long) CELL.getOpaque(row, cell(backend, figure));
        }
        return sum;
    }

    private static int cell(int backend, int figure) {
        return PAD + FIGURES * backend + figure;
    }

    /** Where the loop of that number counts. */
    public Row row(int loop) {
        return new Row(rows[loop]);
    }

    /** One loop's part. Thread: owning loop only. */
    public static final class Row {
        private final long[] cells;
        /** The count of successes at each backend's last failure. */
        private final long[] successesBefore;

        private Row(long[] cells) {
            this.cells = cells;
            successesBefore = new long[(cells.length - 2 * PAD) / FIGURES];
        }

        public void succeed(int backend, long latencyNs) {
            add(cell(backend, SUCCESSES), 1);
            add(cell(backend, LATENCY_NS), latencyNs);
        }

        /** @return true when there was a success since the last failure */
        public boolean fail(int backend) {
            add(cell(backend, FAILURES), 1);
            final long successes = cells[cell(backend, SUCCESSES)];
            final boolean isFirst = successes != successesBefore[backend];
            successesBefore[backend] = successes;
            return isFirst;
        }

        private void add(int cell, long change) {
            CELL.setOpaque(cells, cell, cells[cell] + change);
        }
    }
}
