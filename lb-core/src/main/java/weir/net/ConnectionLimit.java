package weir.net;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many clients one listener may have on all loops together; exact. Two shared writes per connection, none per
 * request. Any thread.
 */
public final class ConnectionLimit {
    private final int max;
    private final AtomicInteger count = new AtomicInteger();

    public ConnectionLimit(int max) {
        this.max = max;
    }

    /** Takes a place for a connection that is about to be accepted. */
    boolean enter() {
        int now = count.get();
        while (now < max && !count.compareAndSet(now, now + 1)) {
            now = count.get();
        }
        return now < max;
    }

    /** The connection is closed, or there was none. */
    void leave() {
        final int left = count.decrementAndGet();
        assert left >= 0 : "more connections were closed than opened";
    }

    /** Open connections. */
    public int count() {
        return count.get();
    }
}
