package weir.stats;

import java.util.Arrays;

/**
 * How often things of some kinds happened lately: counts over a window of time that moves on in tenths, so what it
 * covers is between nine tenths of the window and all of it.
 *
 * <p>Adding costs a comparison and two additions. Kinds are indexes from 0. Thread: owning loop only.
 */
public final class SlidingCounts {
    private static final int SLOTS = 10;

    private final int kinds;
    private final long slotNs;
    private final int[] slots;
    private final int[] totals;
    /** Where the counts of the present tenth begin. */
    private int slot;

    private long slotEndNs;

    public SlidingCounts(int kinds, long windowNs, long nowNs) {
        this.kinds = kinds;
        slotNs = Math.max(1, windowNs / SLOTS);
        slots = new int[SLOTS * kinds];
        totals = new int[kinds];
        slotEndNs = nowNs + slotNs;
    }

    public void add(int kind, long nowNs) {
        advance(nowNs);
        slots[slot + kind]++;
        totals[kind]++;
    }

    public int total(int kind, long nowNs) {
        advance(nowNs);
        return totals[kind];
    }

    public void clear() {
        Arrays.fill(slots, 0);
        Arrays.fill(totals, 0);
    }

    private void advance(long nowNs) {
        if (nowNs - slotEndNs >= 0) {
            drop(nowNs);
        }
    }

    /** Forgets the tenths that have left the window. */
    private void drop(long nowNs) {
        if (nowNs - slotEndNs >= SLOTS * slotNs) {
            clear();
            slotEndNs = nowNs + slotNs;
            return;
        }
        do {
            slot = slot + kinds == slots.length ? 0 : slot + kinds;
            for (int kind = 0; kind < kinds; kind++) {
                totals[kind] -= slots[slot + kind];
                slots[slot + kind] = 0;
            }
            slotEndNs += slotNs;
        } while (nowNs - slotEndNs >= 0);
    }
}
