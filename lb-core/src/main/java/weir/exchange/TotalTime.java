package weir.exchange;

import weir.net.EventLoop;
import weir.time.Timer;

/**
 * The time that an exchange has in all, where its route limits that: from its head to the end of the response, waits
 * and retries included. A tunnel that comes of it has its own times.
 *
 * <p>One per exchange that has ever needed it, reused. Thread: owning loop only.
 */
final class TotalTime implements Timer.Target {
    private final Exchange exchange;
    private final EventLoop loop;
    private final Timer timer = new Timer(this);
    private int ms;

    TotalTime(Exchange exchange) {
        this.exchange = exchange;
        this.loop = exchange.view().loop();
    }

    void begin(int ms) {
        this.ms = ms;
        loop.setTimer(timer, ms);
    }

    /** The exchange is over, or a tunnel. */
    void end() {
        loop.timers().clear(timer);
    }

    /** The wheel lets go of the exchange. */
    void release() {
        loop.timers().remove(timer);
    }

    @Override
    public void onTimer(long nowNs) {
        try {
            exchange.attempts().onTotalTimeout(ms);
        } catch (RuntimeException | Error e) {
            exchange.client().onFault(); // this is no event of a connection that the loop could close for it
            throw e;
        }
    }
}
