package weir.relay;

import java.nio.ByteBuffer;
import weir.buf.BufferQueue;
import weir.model.ExchangeEnd;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.relay.Relay.State;
import weir.stats.Counter;

/**
 * One way through a {@link Relay}: reads one side and writes the other, with one buffer between, and knows what becomes
 * of a side that ends or takes nothing more. Each call answers what it has led to, as the relay's own do. Thread:
 * owning loop only.
 */
final class Direction implements RelayBuffer.Reader {
    private final Relay relay;
    private final RelayBuffer bytes;
    private final boolean isFromClient;
    /** The other way. */
    private Direction opposite;
    /** Null while there is no upstream, as {@link #to} is. */
    private Transport from;

    private Transport to;
    private long count;
    /** FIN has come. */
    private boolean isEnded;
    /** It has been carried over. */
    private boolean isOver;
    /** Null unless the bytes are frames. */
    private TunnelFrames frames;
    /** Some of it has been written. */
    private boolean hasPassed;
    /** The other side takes nothing more. */
    private boolean isCut;
    /** Of both sides it was this one that has sent something last. */
    private boolean hasSpokenLast;
    /** What comes this way goes nowhere, and soon it is over; null = not so. */
    private Discard discard;

    Direction(Relay relay, RelayBuffer bytes, boolean isFromClient) {
        this.relay = relay;
        this.bytes = bytes;
        this.isFromClient = isFromClient;
    }

    void setOpposite(Direction other) {
        opposite = other;
    }

    void setFrom(Transport side) {
        from = side;
    }

    void setTo(Transport side) {
        to = side;
    }

    /** What is carried are WebSocket frames. */
    void followFrames() {
        frames = new TunnelFrames(bytes, isFromClient);
    }

    /** What was read and not understood is sent as it is. */
    void sendAll() {
        if (bytes.hasBuffer()) {
            bytes.setUnsent(bytes.hasUnsent() ? bytes.sendStart() : bytes.sendEnd(), bytes.readEnd());
        }
    }

    State read() {
        if (isCut) {
            return readInVain();
        }
        if (bytes.hasUnsent() && (to != null || bytes.room() == 0)) {
            stopReading(); // until write() has sent it all
            return State.RUNNING;
        }
        if (!bytes.takeBuffer(this, from)) {
            relay.tools().loop().counters().add(Counter.BUFFER_WAITS);
            stopReading();
            return State.RUNNING;
        }
        if (!bytes.hasUnsent()) {
            bytes.rewind();
        }
        final int start = bytes.readEnd();
        final int read = bytes.read(from);
        if (read == Transport.GONE) {
            return brokenFrom();
        }
        if (read == Transport.EOF) {
            isEnded = true;
            stopReading();
            onEnd();
        } else if (read > 0) {
            count += read;
            speak();
            if (isOver && !isClosed()) {
                return dropLate();
            }
        } else if (opposite.isCut && from.isDrained()) {
            return brokenFrom(); // neither takes anything nor says so
        }
        if (frames == null) {
            bytes.setUnsent(bytes.sendStart(), bytes.readEnd());
        } else {
            frames.pass(start);
        }
        return write();
    }

    /**
     * A client that is reset meanwhile has the backend reset; what it has sent before is worth nothing then. What a
     * backend has sent is.
     */
    private void stopReading() {
        from.unwant(IoHandler.READ);
        if (isFromClient && !opposite.isOver) {
            relay.watchClient();
        }
    }

    /**
     * The client has been told of the end, so nothing can be sent to it. What it still sends goes over, and then both
     * sides end in order.
     */
    private State dropLate() {
        bytes.giveBuffer();
        return opposite.isBusy() ? State.RUNNING : State.SILENT;
    }

    /** What the buffer holds from that position of it on are frames, if any are. */
    void follow(int start) {
        if (frames != null) {
            frames.follow(start);
        }
    }

    /** Weir's own close frame comes behind the next of the backend's, or has come already. */
    State close(TunnelShutdown shutdown) {
        return frames.close(shutdown, isEnded || isCut) ? write() : State.RUNNING;
    }

    /**
     * Without a buffer; where bytes are still to be sent, or are in the middle of a frame, there is no way to say
     * it.
     */
    void closeAtOnce(byte[] frame) {
        if (to != null && frames != null && !isOver && !bytes.hasUnsent() && frames.closesNow()) {
            to.write(ByteBuffer.wrap(frame));
        }
    }

    private boolean isClosed() {
        return frames != null && frames.isClosed();
    }

    /** A client that was told to close, and has ended without an answer, has the backend told by Weir. */
    private void onEnd() {
        if (isFromClient && opposite.isClosed()) {
            closeAtOnce(relay.clientClose());
        }
    }

    /** The other side was told, and its answer, or its end without one, has been carried over. */
    boolean hasSaidGoodbye() {
        return opposite.isClosed()
                && !opposite.bytes.hasUnsent()
                && (isOver || frames.hasClosed() && !bytes.hasUnsent());
    }

    boolean isBusy() {
        return isEnded || bytes.hasUnsent();
    }

    State write() {
        if (to == null) {
            bytes.giveBufferIfEmpty();
            return State.RUNNING;
        }
        if (isCut) {
            return State.RUNNING;
        }
        if (bytes.hasUnsent()) {
            final int written = bytes.write(to);
            if (written < 0) {
                return cut();
            }
            hasPassed |= written > 0;
        }
        if (bytes.hasUnsent()) {
            to.want(IoHandler.WRITE);
            rest(!isFromClient ? BufferQueue.Use.OWED : BufferQueue.Use.PARKED);
            return State.RUNNING;
        }
        to.unwant(IoHandler.WRITE);
        bytes.giveBuffer();
        if (!isEnded) {
            resume();
        }
        return isEnded && !isOver ? end() : State.RUNNING;
    }

    /**
     * Nothing more goes there. A client that ends as well has not broken anything, though it looks so while it is not
     * read.
     */
    State end() {
        isOver = true;
        to.shutdownOutput();
        if (!isFromClient) {
            relay.endWatch();
        }
        if (!to.isOpen()) {
            return opposite.brokenFrom();
        }
        if (opposite.isCut) {
            opposite.drop();
        }
        return State.RUNNING;
    }

    /**
     * The other side takes nothing more. What it has said before goes over first. Not what a client has said that was
     * reset, see {@link #stopReading}.
     */
    private State cut() {
        final Direction back = opposite;
        if (back.isCut || back.isOver && !back.isEnded || !isFromClient && !to.hasEndedBothWays()) {
            return opposite.brokenFrom();
        }
        isCut = true;
        isOver = isEnded;
        bytes.release();
        to.unwant(IoHandler.WRITE);
        if (!isEnded) {
            stopReading();
        }
        if (back.isOver) {
            drop();
            return State.RUNNING;
        }
        return back.bytes.hasUnsent() ? State.RUNNING : back.read();
    }

    /**
     * This side has all that the other one had to say, and its end; so it should end, too. It gets a moment for that,
     * in which what it sends is dropped: a reset now might eat what it has not read yet (RFC 9112 §9.6).
     */
    private void drop() {
        if (!isEnded) {
            discard = new Discard(relay.tools().loop().nowNs());
            from.want(IoHandler.READ);
        }
    }

    private State readInVain() {
        if (discard == null) {
            stopReading(); // it waits until the other side has had its say
            return State.RUNNING;
        }
        final int read = from.read(relay.tools().scratch().clear());
        if (read < 0) {
            from.unwant(IoHandler.READ);
            isEnded = true;
            isOver = true;
        }
        count += Math.max(0, read);
        return read == Transport.GONE ? brokenFrom() : State.RUNNING;
    }

    private void resume() {
        if (!bytes.isWaiting()) {
            from.want(IoHandler.READ);
        }
    }

    void rest(BufferQueue.Use use) {
        if (!bytes.isEmpty()) {
            bytes.rest(this, bytes.sendStart(), use, relay.tools().loop().nowNs());
        }
    }

    /** This side's connection is broken. */
    State brokenFrom() {
        return isFromClient ? State.CLIENT_BROKEN : State.UPSTREAM_BROKEN;
    }

    /** What is held is the last that was said, as far as is known. */
    void speak() {
        hasSpokenLast = true;
        opposite.hasSpokenLast = false;
    }

    boolean hasSpokenLast() {
        return hasSpokenLast;
    }

    boolean hasUnsent() {
        return bytes.hasUnsent();
    }

    int sendStart() {
        return bytes.sendStart();
    }

    boolean isEnded() {
        return isEnded;
    }

    boolean isOver() {
        return isOver;
    }

    /** Read so far. */
    long count() {
        return count;
    }

    boolean hasPassed() {
        return hasPassed;
    }

    /** Null where the bytes are no frames. */
    TunnelFrames frames() {
        return frames;
    }

    /** Null unless what comes this way goes nowhere. */
    Discard discard() {
        return discard;
    }

    void release() {
        bytes.release();
    }

    @Override
    public void onBuffer() {
        if (from.isOpen() && !isEnded) {
            from.want(IoHandler.READ);
        } else {
            bytes.giveBufferIfEmpty();
        }
    }

    @Override
    public void onScarce() {
        throw new IllegalStateException("nothing is kept to be sent again");
    }

    @Override
    public void onEvicted() {
        relay.owner().onEvicted(bytes.isParked() ? ExchangeEnd.NO_BUFFER : ExchangeEnd.CLIENT_EVICTED);
    }
}
