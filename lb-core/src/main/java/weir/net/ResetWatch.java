package weir.net;

import weir.time.Timer;

/**
 * Sees to it that a peer which is gone is noticed while nothing is read from it, as no more of it may be held.
 *
 * <p>A selector reports nothing of a socket without an interest, not even a reset; and an interest in reading
 * is answered by the bytes that stand before it. But {@link IoHandler#CONNECT} means, once there is a connection, that
 * an error is pending ({@link java.nio.channels.SelectionKey#OP_CONNECT}), or that both sides have ended: the kernel
 * calls both a hang-up. So a peer to which Weir has sent its end must not be watched, nor one at a Unix socket, where a
 * peer's end alone looks so. The kernel takes it for an interest in room to write, of which there is some, so a loop
 * would not sleep with it. So it is asked for in one poll now and then: after a second, and then after twice as long
 * each time, at most 8 s. A look costs 7 µs. The owner's handler then has {@code CONNECT}.
 *
 * <p>A FIN is no error, and seen when the bytes before it are read; a client that has closed answers TCP keep-alive
 * with a reset, once its system has forgotten the connection. Thread: owning loop only.
 */
public final class ResetWatch implements Timer.Target {
    private static final long FIRST_NS = 1_000_000_000;
    private static final long DELAY_NS_MAX = 8 * FIRST_NS;

    private final EventLoop loop;
    private final Timer timer = new Timer(this);
    private final Runnable onLooked = this::endLook;
    /** Null while no peer is watched. */
    private Transport peer;

    private long delayNs;

    public ResetWatch(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Nothing is read from that peer for now. Does nothing while the same is watched, or where no reset can come; once
     * it is read again, that ends by itself.
     */
    public void begin(Transport peer) {
        if (this.peer == null && peer.knowsResets()) {
            this.peer = peer;
            delayNs = FIRST_NS;
            setTimer();
        }
        assert this.peer == null || this.peer == peer : "two peers";
    }

    public void end() {
        if (peer != null) {
            endLook();
            peer = null;
            loop.timers().remove(timer);
        }
    }

    @Override
    public void onTimer(long nowNs) {
        if ((peer.interest() & IoHandler.READ) != 0) {
            peer = null;
            return;
        }
        if (peer.interest() == 0) { // who waits for room to write learns of an error by that
            peer.want(IoHandler.CONNECT);
            loop.runBeforeSleep(onLooked); // behind the next poll
        }
        delayNs = Math.min(2 * delayNs, DELAY_NS_MAX);
        setTimer();
    }

    private void setTimer() {
        loop.timers().set(timer, loop.nowNs() + delayNs);
    }

    private void endLook() {
        if (peer != null) {
            peer.unwant(IoHandler.CONNECT);
        }
    }
}
