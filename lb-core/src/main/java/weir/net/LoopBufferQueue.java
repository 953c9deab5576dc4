package weir.net;

import weir.buf.BufferPool;
import weir.buf.BufferQueue;
import weir.time.Timer;

/**
 * Has a loop serve a {@link BufferQueue}: before it sleeps, when a waiter is queued or has got a buffer, and once a
 * holder has kept others waiting for too long. Thread: owning loop only.
 */
public final class LoopBufferQueue {
    private final EventLoop loop;
    private final BufferQueue queue;
    private final Runnable onDue = this::serve; // a field: no capture per turn
    private final Timer timer = new Timer(nowNs -> serve());

    private LoopBufferQueue(EventLoop loop, BufferPool stock) {
        this.loop = loop;
        queue = new BufferQueue(stock, () -> loop.runBeforeSleep(onDue));
    }

    /** One over that stock. */
    public static BufferQueue on(EventLoop loop, BufferPool stock) {
        return new LoopBufferQueue(loop, stock).queue;
    }

    private void serve() {
        final long dueNs = queue.serve(loop.nowNs());
        if (dueNs != BufferQueue.NEVER) {
            loop.timers().set(timer, dueNs);
        }
    }
}
