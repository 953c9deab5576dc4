package weir.net;

import java.util.Arrays;
import weir.time.Timer;

/**
 * Objects that are made anew less often than they are needed: those that are idle wait here for the next user.
 * What was not needed for a while is left to the garbage collector, so a peak is not held forever. Thread: owning loop
 * only.
 */
public final class ObjectPool<T> {
    /** As many stay for good. */
    static final int KEPT = 16;
    /** Objects that were idle for as long are dropped. */
    static final long PERIOD_NS = 10_000_000_000L;

    private final EventLoop loop;
    private final Timer timer = new Timer(nowNs -> shrink());
    private Object[] spares = new Object[KEPT];
    private int count;
    /** The smallest count since the timer was set: so many were not needed. */
    private int leastCount;

    private boolean isTiming;

    public ObjectPool(EventLoop loop) {
        this.loop = loop;
    }

    /** Null when there is none. */
    @SuppressWarnings("unchecked") // what was given is what is taken
    public T take() {
        if (count == 0) {
            return null;
        }
        final T spare = (T) spares[--count];
        spares[count] = null;
        leastCount = Math.min(leastCount, count);
        return spare;
    }

    public void give(T spare) {
        if (count == spares.length) {
            spares = Arrays.copyOf(spares, count * 2);
        }
        spares[count++] = spare;
        if (count > KEPT && !isTiming) {
            watch();
        }
    }

    private void watch() {
        isTiming = true;
        leastCount = count;
        loop.timers().set(timer, loop.nowNs() + PERIOD_NS);
    }

    private void shrink() {
        final int left = Math.max(KEPT, count - leastCount);
        while (count > left) {
            spares[--count] = null;
        }
        if (spares.length > 4 * Math.max(KEPT, count)) {
            spares = Arrays.copyOf(spares, 2 * Math.max(KEPT, count));
        }
        isTiming = false;
        if (count > KEPT) {
            watch();
        }
    }

    int count() {
        return count;
    }
}
