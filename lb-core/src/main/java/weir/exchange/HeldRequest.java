package weir.exchange;

import weir.buf.BufferQueue;
import weir.relay.RelayBuffer;

/**
 * What the buffer of a request is held for when an event is over: that decides whether it moves to a smaller one, and
 * whether others who need one may have it.
 *
 * <p>Thread: owning loop only.
 */
final class HeldRequest {
    private final Exchange exchange;
    private final RelayBuffer bytes;
    private final RequestFlow flow;
    private final RequestSource source;
    private final Replay replay;

    HeldRequest(Exchange exchange, RelayBuffer bytes, RequestFlow flow, RequestSource source, Replay replay) {
        this.exchange = exchange;
        this.bytes = bytes;
        this.flow = flow;
        this.source = source;
        this.replay = replay;
    }

    /** What is here may wait for long. */
    void rest() {
        if (mayBeAnsweredFirst()) {
            if (!replay.isKept() && bytes.isEmpty()) {
                bytes.rewind();
            }
            bytes.hold(
                    flow,
                    bytes.hasUnsent() ? BufferQueue.Use.PARKED : BufferQueue.Use.OWED,
                    exchange.view().loop().nowNs());
            return;
        }
        if (!replay.isKept()) {
            bytes.giveBufferIfEmpty();
        }
        if (bytes.hasBuffer()) {
            bytes.rest(flow, replay.heldFrom(), use(), exchange.view().loop().nowNs());
        }
    }

    /** All that was read has been sent: without another try in view the buffer is free. */
    void onAllSent() {
        if (!replay.isKept() && !mayBeAnsweredFirst()) {
            bytes.giveBufferIfEmpty();
        }
    }

    /**
     * A 101 that comes before the end of its request waits for that in a buffer of responses. The request must not wait
     * for one of requests then, whose holders wait for one of responses: it keeps the one it has.
     */
    private boolean mayBeAnsweredFirst() {
        return source.isInBody() && source.isUpgrade() && !exchange.response().isHeadSent();
    }

    private BufferQueue.Use use() {
        if (!source.isHeadComplete() || isBehind() || exchange.response().isOwnStalled()) {
            return BufferQueue.Use.OWED;
        }
        if (exchange.attempts().isPaused() || bytes.hasUnsent()) {
            return BufferQueue.Use.PARKED;
        }
        return replay.isKept() ? BufferQueue.Use.SPARE : BufferQueue.Use.NEEDED;
    }

    /** Only requests are left that come after one which is not answered, or whose response the client does not take. */
    boolean isBehind() {
        return flow.isSent() && !replay.isKept();
    }
}
