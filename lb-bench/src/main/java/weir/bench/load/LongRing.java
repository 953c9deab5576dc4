package weir.bench.load;

/** A queue of longs that allocates only to grow. Thread: its loop only. */
final class LongRing {
    private long[] values = new long[1024];
    private int head;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    void add(long value) {
        if (count == values.length) {
            grow();
        }
        values[(head + count) & (values.length - 1)] = value;
        count++;
    }

    long first() {
        return values[head];
    }

    long remove() {
        final long value = values[head];
        head = (head + 1) & (values.length - 1);
        count--;
        return value;
    }

    private void grow() {
        final long[] larger = new long[2 * values.length];
        for (int i = 0; i < count; i++) {
            larger[i] = values[(head + i) & (values.length - 1)];
        }
        values = larger;
        head = 0;
    }
}
