package weir.relay;

import weir.relay.TunnelShutdown.Stage;
import weir.websocket.CloseFrame;
import weir.websocket.FrameReader;

/**
 * The WebSocket frames that go one way through a tunnel: where they end, and so where a close frame of Weir's own may
 * stand, behind which nothing follows (RFC 6455 §5.5.1). Thread: owning loop only.
 */
final class TunnelFrames {
    private final RelayBuffer bytes;
    private final FrameReader frames;
    /** The stop for which the close frame is to come as soon as it can; null = it is not. */
    private TunnelShutdown due;
    /** It has come, and nothing may follow. */
    private boolean isClosed;

    TunnelFrames(RelayBuffer bytes, boolean isFromClient) {
        this.bytes = bytes;
        frames = new FrameReader(isFromClient);
    }

    /** What the buffer holds from that position of it on are frames. */
    void follow(int start) {
        if (bytes.hasBuffer()) {
            final int moved = bytes.restStart();
            frames.follow(bytes.restingBuffer(), start - moved, bytes.readEnd() - moved);
        }
    }

    /**
     * What was read from {@code start} on are frames, or parts of such, and is to be sent. What may not follow is
     * dropped.
     */
    void pass(int start) {
        if (isClosed) {
            bytes.truncate(start);
            return;
        }
        if (due == null) {
            frames.follow(bytes.buffer(), start, bytes.readEnd());
        } else {
            final int boundary = frames.followToBoundary(bytes.buffer(), start, bytes.readEnd());
            if (boundary != FrameReader.NONE && !frames.hasClosed()) {
                closeAt(boundary);
                return;
            }
        }
        bytes.setUnsent(bytes.sendStart(), bytes.readEnd());
    }

    /**
     * Puts the close frame behind what is to be sent. When no frame may come there, or there is no buffer for it, it
     * comes later.
     *
     * @param isOver nothing more can come: the backend has ended, or the client takes nothing
     * @return true when it is there to be sent
     */
    boolean close(TunnelShutdown shutdown, boolean isOver) {
        due = shutdown;
        if (isOver || frames.hasClosed()) {
            shutdown.become(Stage.TOLD); // by the backend
        } else if (frames.isAtBoundary() && bytes.takeBufferFor(0)) {
            closeAt(bytes.readEnd());
            return true;
        }
        return false;
    }

    /** What was read behind that is dropped. */
    private void closeAt(int boundary) {
        isClosed = true;
        due.become(Stage.TOLD);
        bytes.truncate(boundary);
        bytes.end(CloseFrame.ofServer());
    }

    /** A close frame may be written now, with nothing to be sent before it. It counts as written. */
    boolean closesNow() {
        if (isClosed || !frames.isAtBoundary() || frames.hasClosed()) {
            return false;
        }
        isClosed = true;
        return true;
    }

    /** Weir has put its own close frame behind these. */
    boolean isClosed() {
        return isClosed;
    }

    /** One of the peer's own has gone by. */
    boolean hasClosed() {
        return frames.hasClosed();
    }

    /** Nobody knows where one ends. */
    boolean isLost() {
        return frames.isLost();
    }
}
