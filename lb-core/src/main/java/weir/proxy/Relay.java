package weir.proxy;

import weir.buf.BufferQueue;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.stats.Counter;

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
 * Thread: owning loop only.
 */
public final class Relay {
    /** What an event has led to. All but the first are for the caller to act upon, and nothing more may be asked of the relay but {@link #release}. */
    public enum State {
        RUNNING,
        /** Both sides have ended, and both know of each other's end. */
        ENDED,
        /** The client's connection is broken: reset, or worse. */
        CLIENT_BROKEN,
        UPSTREAM_BROKEN
    }

    /** Whose bytes these are. */
    public interface Owner {
        /** Others wait for the buffer of a client that takes nothing, or does not say what it wants; this one has kept it longest. */
        void onEvicted();
    }

    private final LoopView view;
    private final Owner owner;
    private final Transport client;
    private final Direction fromClient;
    private final Direction fromUpstream;

    /** @param clientBytes what the client has sent so far, understood or not; like {@code upstreamBytes} it belongs to the relay from now on */
    public Relay(LoopView view, Owner owner, Transport client, Inbound clientBytes, Inbound upstreamBytes) {
        this.view = view;
        this.owner = owner;
        this.client = client;
        fromClient = new Direction(clientBytes);
        fromUpstream = new Direction(upstreamBytes);
        fromClient.from = client;
        fromUpstream.to = client;
    }

    /** There is a connection to the backend. Bytes that are in the buffers already go first. */
    public State start(Transport upstream) {
        fromClient.to = upstream;
        fromUpstream.from = upstream;
        fromClient.sendAll();
        final State state = fromClient.write();
        return state == State.RUNNING ? whole(fromUpstream.write()) : state;
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
        return state == State.RUNNING && fromClient.isOver && fromUpstream.isOver ? State.ENDED : state;
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

    /** What the client has sent waits until there is an upstream, or, if it owes more, until that has come. */
    public void rest(boolean isOwed) {
        fromClient.rest(isOwed ? BufferQueue.Use.OWED : BufferQueue.Use.NEEDED);
    }

    /** Gives the buffers back, with what is in them. */
    public void release() {
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
            if (bytes.hasUnsent() && (to != null || bytes.room() == 0)) {
                from.unwant(IoHandler.READ); // until write() has sent it all
                return State.RUNNING;
            }
            if (!bytes.takeBuffer(this)) {
                view.loop().counters().add(Counter.BUFFER_WAITS);
                from.unwant(IoHandler.READ);
                return State.RUNNING;
            }
            if (!bytes.hasUnsent()) {
                bytes.rewind();
            }
            final int read = bytes.read(from);
            if (read == Transport.GONE) {
                return broken(from);
            }
            if (read == Transport.EOF) {
                isEnded = true;
                from.unwant(IoHandler.READ);
            } else {
                count += read;
            }
            bytes.setUnsent(bytes.sendStart(), bytes.readEnd());
            return write();
        }

        State write() {
            if (to == null) {
                bytes.giveBufferIfEmpty();
                return State.RUNNING;
            }
            if (bytes.hasUnsent() && bytes.write(to) < 0) {
                return broken(to);
            }
            if (bytes.hasUnsent()) {
                to.want(IoHandler.WRITE);
                rest(to == client ? BufferQueue.Use.OWED : BufferQueue.Use.NEEDED);
                return State.RUNNING;
            }
            to.unwant(IoHandler.WRITE);
            bytes.giveBuffer();
            if (!isEnded) {
                resume();
            } else if (!isOver) {
                isOver = true;
                to.shutdownOutput();
                return to.isOpen() ? State.RUNNING : broken(to);
            }
            return State.RUNNING;
        }

        private void resume() {
            if (!bytes.isWaiting()) {
                from.want(IoHandler.READ);
            }
        }

        private void rest(BufferQueue.Use use) {
            if (!bytes.isEmpty()) {
                bytes.rest(this, bytes.sendStart(), use, view.loop().nowNs());
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
            owner.onEvicted();
        }
    }
}
