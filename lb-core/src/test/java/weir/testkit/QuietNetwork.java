package weir.testkit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.Network;
import weir.net.Transport;

/** Nothing ever comes from it, so that a real loop on a real thread does nothing but its commands and timers. */
public final class QuietNetwork extends Network {
    /** Like a selector, it remembers a wake-up that comes before the wait, were it the first one of all. */
    private final Semaphore wakeups = new Semaphore(0);

    @Override
    protected void poll(EventLoop loop, long waitMs) {
        try {
            if (waitMs < 0) {
                wakeups.acquire();
            } else if (waitMs > 0) {
                wakeups.tryAcquire(waitMs, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wakeups.drainPermits();
    }

    @Override
    protected void wakeup() {
        wakeups.release();
    }

    @Override
    public Transport connect(java.net.SocketAddress to, IoHandler handler) {
        throw new UnsupportedOperationException("nobody is there");
    }

    @Override
    protected void cutOff(IoHandler handler) {}

    @Override
    protected void close() {}
}
