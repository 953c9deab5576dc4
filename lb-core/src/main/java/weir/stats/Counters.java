package weir.stats;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One loop's counters.
 *
 * <p>Thread: {@link #add} by the owning loop only; {@link #get} by any thread, late by at most a moment, never torn. A write is a
 * plain load and an opaque store, without a bus lock.
 */
public final class Counters {
    private final AtomicLongArray cells = new AtomicLongArray(Counter.values().length);

    public void add(Counter counter) {
        add(counter, 1);
    }

    public void add(Counter counter, long count) {
        final int cell = counter.ordinal();
        cells.setOpaque(cell, cells.getPlain(cell) + count);
    }

    public long get(Counter counter) {
        return cells.getOpaque(counter.ordinal());
    }
}
