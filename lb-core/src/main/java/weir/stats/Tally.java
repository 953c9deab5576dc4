package weir.stats;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A count for each constant of an enum: how often things ended in each way.
 *
 * <p>Thread: {@link #add} by the owning loop only; {@link #get} by any thread, late by at most a moment, never torn. A
 * write is a plain load and an opaque store, without a bus lock.
 *
 * @param <E> the ways
 */
public final class Tally<E extends Enum<E>> {
    private final AtomicLongArray cells;

    public Tally(Class<E> ways) {
        cells = new AtomicLongArray(ways.getEnumConstants().length);
    }

    public void add(E way) {
        add(way, 1);
    }

    public void add(E way, long count) {
        final int cell = way.ordinal();
        cells.setOpaque(cell, cells.getPlain(cell) + count);
    }

    public long get(E way) {
        return cells.getOpaque(way.ordinal());
    }
}
