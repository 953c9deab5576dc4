package weir.http;

import java.util.Arrays;

/**
 * Views, with their tables of field lines, that no head needs just now. A head is read within one event as a rule, so
 * that all exchanges of a loop that wait for something share a few, which are most of what a parser takes. Thread:
 * owning loop only.
 */
public final class HeadViews {
    private final int linesMax;
    private HeadView[] free = new HeadView[8];
    private int freeCount;

    /** @param linesMax that a head may have */
    public HeadViews(int linesMax) {
        this.linesMax = linesMax;
    }

    /** An empty one. */
    public HeadView take() {
        if (freeCount == 0) {
            return new HeadView(linesMax);
        }
        final HeadView taken = free[--freeCount];
        taken.begin();
        return taken;
    }

    public void give(HeadView view) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = view;
    }
}
