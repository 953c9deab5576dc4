package weir.bench.wire;

import java.util.Arrays;

/**
 * Things and the moments they are due, the earliest first; a binary heap that allocates only to grow. Equal moments
 * come out in any order. Thread: its owner's.
 */
public final class DueQueue<T> {
    /** Later than anything. */
    public static final long NEVER_NS = Long.MAX_VALUE;

    private long[] dueNs = new long[64];
    private Object[] things = new Object[64];
    private int count;

    public boolean isEmpty() {
        return count == 0;
    }

    public int count() {
        return count;
    }

    /** {@link #NEVER_NS} when empty. */
    public long nextDueNs() {
        return count == 0 ? NEVER_NS : dueNs[0];
    }

    public void add(T thing, long atNs) {
        if (count == things.length) {
            dueNs = Arrays.copyOf(dueNs, 2 * count);
            things = Arrays.copyOf(things, 2 * count);
        }
        int hole = count++;
        while (hole > 0 && dueNs[(hole - 1) / 2] > atNs) {
            move((hole - 1) / 2, hole);
            hole = (hole - 1) / 2;
        }
        put(hole, thing, atNs);
    }

    @SuppressWarnings("unchecked") // only add() puts things in
    public T remove() {
        final T first = (T) things[0];
        count--;
        final long lastNs = dueNs[count];
        final Object last = things[count];
        things[count] = null;
        if (count > 0) {
            sink(last, lastNs);
        }
        return first;
    }

    private void sink(Object thing, long atNs) {
        int hole = 0;
        while (2 * hole + 1 < count) {
            int child = 2 * hole + 1;
            if (child + 1 < count && dueNs[child + 1] < dueNs[child]) {
                child++;
            }
            if (dueNs[child] >= atNs) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        put(hole, thing, atNs);
    }

    private void move(int from, int to) {
        put(to, things[from], dueNs[from]);
    }

    private void put(int at, Object thing, long atNs) {
        dueNs[at] = atNs;
        things[at] = thing;
    }
}
