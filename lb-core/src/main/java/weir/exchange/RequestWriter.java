package weir.exchange;

import weir.relay.RelayBuffer;

/** Writes a request to its upstream, from the buffer that it was read into. Thread: owning loop only. */
final class RequestWriter {
    /** How far a write has come. */
    enum Progress {
        /** All that was read so far has gone. */
        SENT,
        /** The upstream takes no more for now. */
        STALLED,
        /** The upstream takes nothing more at all; its response may still come. */
        BROKEN
    }

    private final UpstreamStream upstream;
    private final RelayBuffer bytes;
    private long sentBytes;
    private boolean isBroken;

    RequestWriter(UpstreamStream upstream, RelayBuffer bytes) {
        this.upstream = upstream;
        this.bytes = bytes;
    }

    /** Nothing was sent yet, or it is sent again. */
    void begin() {
        sentBytes = 0;
        isBroken = false;
    }

    /** Writes once what may be sent. Not after it was broken. */
    Progress write() {
        assert !isBroken;
        if (bytes.hasUnsent()) {
            final int count = upstream.write(bytes);
            if (count < 0) {
                isBroken = true;
                upstream.endAwaitingRoom();
                return Progress.BROKEN;
            }
            if (count > 0) {
                sentBytes += count;
                bytes.moves();
            }
        }
        if (bytes.hasUnsent()) {
            upstream.awaitRoom();
            return Progress.STALLED;
        }
        upstream.endAwaitingRoom();
        return Progress.SENT;
    }

    /** The upstream may have seen something of it. */
    boolean hasSent() {
        return sentBytes > 0;
    }

    boolean isBroken() {
        return isBroken;
    }
}
