package weir.bench.sim;

import java.util.Arrays;

/**
 * What is to happen, soonest first: a binary heap over primitives, so that an event costs no object.
 *
 * <p>Which of two events of the same time comes first depends on nothing but the order of the calls, so runs repeat.
 * Thread: the simulation's.
 */
final class EventQueue {
    /** Later than all events. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int CAPACITY = 1024;

    private long[] times = new long[CAPACITY];
    private int[] events = new int[CAPACITY];
    private int size;

    void add(long timeNs, int event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        int at = size++;
        while (at > 0 && times[at - 1 >> 1] > timeNs) {
            move(at - 1 >> 1, at);
            at = at - 1 >> 1;
        }
        put(at, timeNs, event);
    }

    /** {@link #NEVER} when there is none. */
    long nextNs() {
        return size == 0 ? NEVER : times[0];
    }

    /** Removes the soonest event; there must be one. */
    int take() {
        final int soonest = events[0];
        size--;
        siftDown(times[size], events[size]);
        return soonest;
    }

    private void siftDown(long timeNs, int event) {
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= timeNs) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, timeNs, event);
    }

    private void move(int from, int to) {
        put(to, times[from], events[from]);
    }

    private void put(int at, long timeNs, int event) {
        times[at] = timeNs;
        events[at] = event;
    }
}
