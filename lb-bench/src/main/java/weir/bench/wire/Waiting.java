package weir.bench.wire;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Waits for sockets until a moment, more exactly than {@code select}, which knows whole milliseconds only.
 *
 * <p>The last part of a millisecond is passed in naps with a look at the sockets after each, so a socket may be seen up
 * to about 0.1 ms late in that part; spinning instead would be exact and cost the core. Any thread.
 */
public final class Waiting {
    private static final long NS_PER_MS = 1_000_000;
    private static final long NAP_NS = 40_000; // the kernel adds its timer slack of 50 us

    private final boolean isSpinning;

    /** @param isSpinning keep the core busy in the last part of a millisecond, to be exact */
    public Waiting(boolean isSpinning) {
        this.isSpinning = isSpinning;
    }

    /** Handles what is ready, at most once; may return before the time has passed, but not long after. */
    public void forSockets(Selector selector, Consumer<SelectionKey> onReady, long leftNs) throws IOException {
        if (leftNs >= NS_PER_MS) {
            selector.select(onReady, leftNs / NS_PER_MS);
        } else if (selector.selectNow(onReady) == 0 && leftNs > 0 && !isSpinning) {
            LockSupport.parkNanos(Math.min(leftNs, NAP_NS));
        }
    }
}
