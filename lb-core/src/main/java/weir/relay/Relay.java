package weir.relay;

import java.nio.ByteBuffer;
import weir.buf.BufferQueue;
import weir.model.ExchangeEnd;
import weir.net.IoHandler;
import weir.net.ResetWatch;
import weir.net.Transport;
import weir.relay.Farewell.Stage;
import weir.stats.Counter;
import weir.websocket.CloseFrame;
import weir.websocket.FrameReader;

/**
 * Bytes both ways between a client and a backend, without meaning: after an upgrade (RFC 9110 §7.8), or from the first one where a listener knows no HTTP.
 *
 * <pre>
 *   client --bytes, FIN--> upstream
 *   client <--bytes, FIN-- upstream      a reset of one side is for the caller to pass on
 * </pre>
 *
 * <p>Each direction holds a buffer only while it has bytes that the other side has not taken, and reads no more until it has: that is the back-pressure.
 * A FIN goes over when the bytes before it have, and the other direction goes on. What the client sends before there is an upstream waits in its buffer.
 *
 * <p>A side that takes nothing more may have said something before, and its end: one that has sent close_notify takes none, as some engines have
 * it, and a socket that answers with a reset has bytes to read before that. They go over first, and what the other side sends meanwhile is dropped.
 *
 * <p>When Weir stops, the client of a WebSocket gets a close frame of Weir's own at the next boundary of the backend's
 * frames; what the backend says after that is dropped. The client's frames still go to the backend, its answer the last
 * of them, so the backend sees a client that goes away. Frames are followed from the first one on, as nobody finds a
 * boundary in the middle. Other tunnels end in a silence, see {@link Farewell}. Thread: owning loop only.
 */
public final class Relay {
    /** What an event has led to. All but the first are for the caller to act upon, and nothing more may be asked of the relay but {@link #release}. */
    public enum State {
        RUNNING,
        /** Both sides have ended, and both know of each other's end. */
        ENDED,
        /** Weir stops, and neither side owes the other anything that could be seen: to be closed in good order. */
        SILENT,
        /** Nothing has gone either way for as long as that may be, and Weir does not stop. */
        IDLE,
        /** The client's connection is broken: reset, or worse. */
        CLIENT_BROKEN,
        UPSTREAM_BROKEN
    }

    /** Whose bytes these are. */
    public interface Owner {
        /**
         * Others wait for a buffer that is kept here, longest of all: by a client that takes nothing, or does not say what
         * it wants; or for a backend that takes nothing.
         */
        void onEvicted(ExchangeEnd end);
    }

    /** For so long a side is read whose bytes go nowhere, see {@link Direction#drop}. */
    public static final int DROP_MS = 2_000;

    private final RelayTools tools;
    private final Owner owner;
    private final Transport client;
    private final Direction fromClient;
    private final Direction fromUpstream;
    /** Null unless Weir stops. */
    private Farewell farewell;
    /** Null before the client was not read for the first time. */
    private ResetWatch watch;
    /** What comes this way goes nowhere, and soon it is over; null = that is true of neither. */
    private Direction dropped;

    private long dropSinceNs;
    /** Of both sides it was the client that has sent something last. */
    private boolean isBackendsTurn;

    /** @param clientBytes what the client has sent so far, understood or not; like {@code upstreamBytes} it belongs to the relay from now on */
    public Relay(RelayTools tools, Owner owner, Transport client, Inbound clientBytes, Inbound upstreamBytes) {
        this.tools = tools;
        this.owner = owner;
        this.client = client;
        fromClient = new Direction(clientBytes);
        fromUpstream = new Direction(upstreamBytes);
        fromClient.from = client;
        fromUpstream.to = client;
    }

    /**
     * What is carried are WebSocket frames, the backend's from that position of its buffer on. Before {@link #start}.
     */
    public void followFrames(int upstreamFrom) {
        fromClient.frames = new FrameReader(true);
        fromUpstream.frames = new FrameReader(false);
        fromUpstream.follow(upstreamFrom);
    }

    /** There is a connection to the backend. Bytes that are in the buffers already go first. */
    public State start(Transport upstream) {
        if (tools.drain().isOn()) {
            drain();
        }
        fromClient.to = upstream;
        fromUpstream.from = upstream;
        fromClient.sendAll();
        fromClient.follow(fromClient.bytes.sendStart());
        isBackendsTurn |= fromClient.bytes.hasUnsent();
        final State state = fromUpstream.write(); // first: where the client is told that there is a tunnel
        return state == State.RUNNING ? whole(fromClient.write()) : state;
    }

    /** May come before {@link #start}. */
    public State onClientReadable() {
        return whole(fromClient.read());
    }

    public State onUpstreamReadable() {
        return whole(fromUpstream.read());
    }

    public State onClientWritable() {
        return whole(fromUpstream.write());
    }

    public State onUpstreamWritable() {
        return whole(fromClient.write());
    }

    private State whole(State state) {
        if (state != State.RUNNING) {
            return state;
        }
        if (farewell != null && farewell.stage() == Stage.TOLD && fromClient.hasSaidGoodbye()) {
            return closeWebSocket();
        }
        return fromClient.isOver && fromUpstream.isOver && fromUpstream.isEnded ? State.ENDED : State.RUNNING;
    }

    // --- the end, when Weir stops

    /** Weir is about to stop: {@link #patienceMs} goes by that from now on. Saying so again changes nothing. */
    public void drain() {
        if (farewell == null) {
            farewell = new Farewell(tools.drain(), tools.loop().nowNs());
        }
    }

    /**
     * For the owner's timer, after each event; {@link #onTimer} follows it.
     *
     * @param tunnelMs without a byte, as long as Weir does not stop
     */
    public int patienceMs(int tunnelMs) {
        final long nowNs = tools.loop().nowNs();
        long patienceMs = tunnelMs;
        if (farewell != null) {
            patienceMs = Math.min(patienceMs, farewell.patienceNs(nowNs) / 1_000_000);
        }
        return (int) (dropped == null ? patienceMs : Math.min(patienceMs, dropMs(nowNs)));
    }

    /** What is left of the time for dropping. */
    private long dropMs(long nowNs) {
        return Math.max(0, DROP_MS - (nowNs - dropSinceNs) / 1_000_000);
    }

    /** Nothing has happened for that long. */
    public State onTimer() {
        final long nowNs = tools.loop().nowNs();
        if (dropped != null && dropMs(nowNs) == 0) {
            return broken(dropped.to);
        }
        if (farewell == null) {
            sayGoodbye();
            return State.IDLE;
        }
        return switch (farewell.stage()) {
            case WAITING -> farewell.isTurn(nowNs) ? beginEnd() : State.RUNNING;
            case CLOSING -> closeClient();
            case TOLD -> State.RUNNING;
            case CLOSED -> State.ENDED;
            case LISTENING -> endIfSilent(nowNs);
        };
    }

    private State beginEnd() {
        if (fromUpstream.frames == null) {
            farewell.become(Stage.LISTENING);
            return State.RUNNING;
        }
        farewell.become(Stage.CLOSING);
        return closeClient();
    }

    private State closeClient() {
        if (fromUpstream.frames.isLost()) {
            farewell.become(Stage.LISTENING);
            return State.RUNNING;
        }
        fromUpstream.isCloseDue = true;
        return whole(fromUpstream.closeAtBoundary());
    }

    /**
     * The client has answered the close frame, and the backend has that answer. A server ends the connection first (RFC
     * 6455 §7.1.1).
     */
    private State closeWebSocket() {
        farewell.become(Stage.CLOSED);
        return fromUpstream.end();
    }

    /** A tunnel of which one half has ended is about to end, and takes the time that is left. */
    private State endIfSilent(long nowNs) {
        if (fromClient.isBusy() || fromUpstream.isBusy()) {
            return State.RUNNING;
        }
        if (!isBackendsTurn) {
            return State.SILENT;
        }
        if (farewell.isLate(nowNs)) {
            return fromUpstream.end(); // a client that only sends gets all of it over, and ends
        }
        return State.RUNNING;
    }

    /**
     * Both sides are about to be closed by Weir: where that can be said in their words and they take it at once, it is.
     */
    public void sayGoodbye() {
        fromUpstream.closeAtOnce(CloseFrame.ofServer());
        fromClient.closeAtOnce(CloseFrame.ofClient(tools.random().nextInt()));
    }

    private State broken(Transport side) {
        return side == client ? State.CLIENT_BROKEN : State.UPSTREAM_BROKEN;
    }

    /** The client has sent all that it will send. */
    public boolean hasClientEnded() {
        return fromClient.isEnded;
    }

    /** Read from the client so far. */
    public long clientBytes() {
        return fromClient.count;
    }

    /** Read from the backend so far. */
    public long upstreamBytes() {
        return fromUpstream.count;
    }

    /** The client has been sent something. */
    public boolean hasReachedClient() {
        return fromUpstream.hasPassed;
    }

    /** What the client has sent waits until there is an upstream, or, if it owes more, until that has come. */
    public void rest(boolean isOwed) {
        fromClient.rest(isOwed ? BufferQueue.Use.OWED : BufferQueue.Use.PARKED);
    }

    private void watchClient() {
        if (fromUpstream.isOver) {
            return;
        }
        if (watch == null) {
            watch = new ResetWatch(tools.loop());
        }
        watch.begin(client);
    }

    /** Seen while nothing is read. */
    public State onClientBroken() {
        return State.CLIENT_BROKEN;
    }

    private void endWatch() {
        if (watch != null) {
            watch.end();
        }
    }

    /** Gives the buffers back, with what is in them. */
    public void release() {
        endWatch();
        fromClient.bytes.release();
        fromUpstream.bytes.release();
    }

    /** One way. */
    private final class Direction implements Inbound.Reader {
        private final Inbound bytes;
        /** Null while there is no upstream, as {@link #to} is. */
        private Transport from;

        private Transport to;
        private long count;
        /** FIN has come. */
        private boolean isEnded;
        /** It has been carried over. */
        private boolean isOver;
        /** Null unless the bytes are frames. */
        private FrameReader frames;
        /** A close frame of Weir's own is to come as soon as it can. */
        private boolean isCloseDue;
        /** It has come, and nothing may follow. */
        private boolean isClosed;
        /** Some of it has been written. */
        private boolean hasPassed;
        /** The other side takes nothing more. */
        private boolean isCut;

        Direction(Inbound bytes) {
            this.bytes = bytes;
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
                tools.loop().counters().add(Counter.BUFFER_WAITS);
                stopReading();
                return State.RUNNING;
            }
            if (!bytes.hasUnsent()) {
                bytes.rewind();
            }
            final int start = bytes.readEnd();
            final int read = bytes.read(from);
            if (read == Transport.GONE) {
                return broken(from);
            }
            if (read == Transport.EOF) {
                isEnded = true;
                stopReading();
                onEnd();
            } else if (read > 0) {
                count += read;
                isBackendsTurn = this == fromClient;
                if (isOver && !isClosed) {
                    return dropLate();
                }
            } else if (opposite().isCut && from.isDrained()) {
                return broken(from); // neither takes anything nor says so
            }
            if (frames == null) {
                bytes.setUnsent(bytes.sendStart(), bytes.readEnd());
            } else {
                passFrames(start);
            }
            return write();
        }

        /** A client that is reset meanwhile has the backend reset; what it has sent before is worth nothing then. What a backend has sent is. */
        private void stopReading() {
            from.unwant(IoHandler.READ);
            if (from == client) {
                watchClient();
            }
        }

        /** The client has been told of the end, so nothing can be sent to it. What it still sends goes over, and then both sides end in order. */
        private State dropLate() {
            bytes.giveBuffer();
            return fromClient.isBusy() ? State.RUNNING : State.SILENT;
        }

        /** What was read from {@code start} on are frames, or parts of such. */
        private void passFrames(int start) {
            if (isClosed) {
                bytes.truncate(start);
                return;
            }
            if (!isCloseDue) {
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

        /** What the buffer holds from that position of it on are frames. */
        void follow(int start) {
            if (frames != null && bytes.hasBuffer()) {
                final int moved = bytes.restStart();
                frames.follow(bytes.restingBuffer(), start - moved, bytes.readEnd() - moved);
            }
        }

        /** What was read behind that is dropped: nothing may follow (RFC 6455 §5.5.1). */
        private void closeAt(int boundary) {
            isClosed = true;
            farewell.become(Stage.TOLD);
            bytes.truncate(boundary);
            bytes.end(CloseFrame.ofServer());
        }

        /**
         * Puts the close frame behind what is to be sent. When no frame may come there, or there is no buffer for it,
         * it comes later.
         */
        State closeAtBoundary() {
            if (isEnded || isCut || frames.hasClosed()) {
                farewell.become(Stage.TOLD); // by the backend
            } else if (frames.isAtBoundary() && bytes.takeBufferFor(0)) {
                closeAt(bytes.readEnd());
                return write();
            }
            return State.RUNNING;
        }

        /**
         * Without a buffer; where bytes are still to be sent, or are in the middle of a frame, there is no way to say
         * it.
         */
        void closeAtOnce(byte[] frame) {
            if (to == null || frames == null || isClosed || isOver || bytes.hasUnsent()) {
                return;
            }
            if (frames.isAtBoundary() && !frames.hasClosed()) {
                isClosed = true;
                to.write(ByteBuffer.wrap(frame));
            }
        }

        /** A client that was told to close, and has ended without an answer, has the backend told by Weir. */
        private void onEnd() {
            if (this == fromClient && fromUpstream.isClosed) {
                closeAtOnce(CloseFrame.ofClient(tools.random().nextInt()));
            }
        }

        /** It was told, and its answer, or its end without one, has been carried over. */
        boolean hasSaidGoodbye() {
            return fromUpstream.isClosed
                    && !fromUpstream.bytes.hasUnsent()
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
                rest(to == client ? BufferQueue.Use.OWED : BufferQueue.Use.PARKED);
                return State.RUNNING;
            }
            to.unwant(IoHandler.WRITE);
            bytes.giveBuffer();
            if (!isEnded) {
                resume();
            }
            return isEnded && !isOver ? end() : State.RUNNING;
        }

        /** Nothing more goes there. A client that ends as well has not broken anything, though it looks so while it is not read. */
        State end() {
            isOver = true;
            to.shutdownOutput();
            if (to == client) {
                endWatch();
            }
            if (!to.isOpen()) {
                return broken(to);
            }
            if (opposite().isCut) {
                opposite().drop();
            }
            return State.RUNNING;
        }

        private Direction opposite() {
            return this == fromClient ? fromUpstream : fromClient;
        }

        /**
         * The other side takes nothing more. What it has said before goes over first. Not what a client has said that was
         * reset, see {@link #stopReading}.
         */
        private State cut() {
            final Direction back = opposite();
            if (back.isCut || back.isOver && !back.isEnded || to == client && !client.hasEndedBothWays()) {
                return broken(to);
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
         * This side has all that the other one had to say, and its end; so it should end, too. It gets a moment for that, in
         * which what it sends is dropped: a reset now might eat what it has not read yet (RFC 9112 §9.6).
         */
        private void drop() {
            if (!isEnded) {
                dropped = this;
                dropSinceNs = tools.loop().nowNs();
                from.want(IoHandler.READ);
            }
        }

        private State readInVain() {
            if (dropped != this) {
                stopReading(); // it waits until the other side has had its say
                return State.RUNNING;
            }
            final int read = from.read(tools.scratch().clear());
            if (read < 0) {
                from.unwant(IoHandler.READ);
                isEnded = true;
                isOver = true;
            }
            count += Math.max(0, read);
            return read == Transport.GONE ? broken(from) : State.RUNNING;
        }

        private void resume() {
            if (!bytes.isWaiting()) {
                from.want(IoHandler.READ);
            }
        }

        private void rest(BufferQueue.Use use) {
            if (!bytes.isEmpty()) {
                bytes.rest(this, bytes.sendStart(), use, tools.loop().nowNs());
            }
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
            owner.onEvicted(bytes.isParked() ? ExchangeEnd.NO_BUFFER : ExchangeEnd.CLIENT_EVICTED);
        }
    }
}
