package weir.http1;

import weir.exchange.LoopView;
import weir.net.IoHandler;
import weir.net.ResetWatch;
import weir.net.Transport;

/**
 * When a client is read and when not, and what its end means.
 *
 * <p>While it is not read a FIN is not seen, but a reset is. Thread: owning loop only.
 */
final class ClientReading {
    /**
     * A FIN that follows the client's last bytes within this time belongs to them: it has only half-closed and waits
     * for the response. One that comes later means that it has lost its patience. What Weir itself takes before it
     * looks does not count.
     */
    private static final long HALF_CLOSE_NS = 100_000_000;

    private final LoopView view;
    /** Null while no client uses this. */
    private Transport from;
    /**
     * Of the client's last bytes, or of when reading went on after them: while nobody reads, a FIN may wait behind them
     * for long.
     */
    private long lastBytesNs;
    /** The client has sent FIN. */
    private boolean isEnded;
    /** Null before the client was not read for the first time. */
    private ResetWatch watch;

    ClientReading(LoopView view) {
        this.view = view;
    }

    /** For the first request of a busy period. */
    void open(Transport client) {
        from = client;
        isEnded = false;
    }

    void release() {
        endWatch();
        from = null;
    }

    /** Bytes have come. */
    void onBytes(long nowNs) {
        lastBytesNs = nowNs;
    }

    /** Until something has gone on. */
    void stop() {
        from.unwant(IoHandler.READ);
        if (watch == null) {
            watch = new ResetWatch(view.loop());
        }
        watch.begin(from);
    }

    void resume() {
        if (!isEnded && (from.interest() & IoHandler.READ) == 0) {
            from.want(IoHandler.READ);
            lastBytesNs = view.loop().nowNs();
        }
    }

    /** Somebody else reads from the client from now on. */
    void endWatch() {
        if (watch != null) {
            watch.end();
        }
    }

    /** The client sends nothing more. */
    void end() {
        isEnded = true;
    }

    boolean isEnded() {
        return isEnded;
    }

    /** Nothing shows that the client's end has come later than so soon after its bytes. */
    boolean isPrompt() {
        return view.loop().newsSinceNs() - lastBytesNs <= HALF_CLOSE_NS || from.wasPutOff();
    }
}
