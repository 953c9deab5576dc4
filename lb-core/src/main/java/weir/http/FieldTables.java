package weir.http;

import java.util.Arrays;

/**
 * Tables of field lines that no head needs just now. A head is read within one event as a rule, so that all exchanges of a loop that wait for something share a few tables,
 * which are most of what a parser takes. Thread: owning loop only.
 */
public final class FieldTables {
    private final int linesMax;
    private FieldLines[] free = new FieldLines[8];
    private int freeCount;

    /** @param linesMax that a head may have */
    public FieldTables(int linesMax) {
        this.linesMax = linesMax;
    }

    /** An empty one. */
    public FieldLines take() {
        if (freeCount == 0) {
            return new FieldLines(linesMax);
        }
        final FieldLines taken = free[--freeCount];
        taken.reset();
        return taken;
    }

    public void give(FieldLines table) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = table;
    }
}
