package weir.net;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many descriptors the connections of all loops may have together; what the process needs besides is kept back.
 * Loops take and give in {@link DescriptorShare shares}: a shared write for each client that comes or goes, none per
 * request. Any thread.
 */
public final class Descriptors {
    private final AtomicInteger taken = new AtomicInteger();
    private volatile int max;

    /** @param max may be set again as long as no loop runs */
    public Descriptors(int max) {
        this.max = max;
    }

    public void setMax(int max) {
        this.max = max;
    }

    public int max() {
        return max;
    }

    /** Of the connections there are, and of those to backends that their requests may need. */
    public int taken() {
        return taken.get();
    }

    boolean tryTake(int count) {
        int now = taken.get();
        while (now + count <= max) {
            if (taken.compareAndSet(now, now + count)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    /** Takes them even if there are none: what is kept back must do for a moment. */
    void take(int count) {
        taken.addAndGet(count);
    }

    void give(int count) {
        final int left = taken.addAndGet(-count);
        assert left >= 0 : "more descriptors were given back than taken";
    }

    boolean isOverdrawn() {
        return taken.get() > max;
    }
}
