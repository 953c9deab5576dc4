package weir.testkit;

import java.util.concurrent.locks.LockSupport;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.Network;
import weir.net.Transport;

/** Nothing ever comes from it, so that a real loop on a real thread does nothing but its commands and timers. */
public final class QuietNetwork extends Network {
    private volatile Thread sleeper;

    @Override
    protected void poll(EventLoop loop, long waitMs) {
        sleeper = Thread.currentThread();
        if (waitMs < 0) {
            LockSupport.park(this);
        } else if (waitMs > 0) {
            LockSupport.parkNanos(this, waitMs * 1_000_000);
        }
    }

    @Override
    protected void wakeup() {
        LockSupport.unpark(sleeper);
    }

    @Override
    public Transport connect(java.net.InetSocketAddress to, IoHandler handler) {
        throw new UnsupportedOperationException("nobody is there");
    }

    @Override
    protected void close() {}
}
