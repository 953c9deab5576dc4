package weir.relay;

import weir.buf.BufferQueue;
import weir.model.ExchangeEnd;
import weir.net.ResetWatch;
import weir.net.Transport;
import weir.relay.TunnelShutdown.Stage;
import weir.websocket.CloseFrame;

/**
 * Bytes both ways between a client and a backend, without meaning: after an upgrade (RFC 9110 §7.8), or from the first
 * one where a listener knows no HTTP.
 *
 * <pre>
 *   client --bytes, FIN--> upstream
 *   client <--bytes, FIN-- upstream      a reset of one side is for the caller to pass on
 * </pre>
 *
 * <p>Each direction holds a buffer only while it has bytes that the other side has not taken, and reads no more until
 * it has: that is the back-pressure. A FIN goes over when the bytes before it have, and the other direction goes on.
 * What the client sends before there is an upstream waits in its buffer.
 *
 * <p>A side that takes nothing more may have said something before, and its end: one that has sent close_notify takes
 * none, as some engines have it, and a socket that answers with a reset has bytes to read before that. They go over
 * first, and what the other side sends meanwhile is dropped.
 *
 * <p>When Weir stops, the client of a WebSocket gets a close frame of Weir's own at the next boundary of the backend's
 * frames; what the backend says after that is dropped. The client's frames still go to the backend, its answer the last
 * of them, so the backend sees a client that goes away. Frames are followed from the first one on, as nobody finds a
 * boundary in the middle. Other tunnels end in a silence, see {@link TunnelShutdown}. Thread: owning loop only.
 */
public final class Relay {
    /**
     * What an event has led to. All but the first are for the caller to act upon, and nothing more may be asked of the
     * relay but {@link #release}.
     */
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
         * Others wait for a buffer that is kept here, longest of all: by a client that takes nothing, or does not say
         * what it wants; or for a backend that takes nothing.
         */
        void onEvicted(ExchangeEnd end);
    }

    /** For so long a side is read whose bytes go nowhere, see {@link Discard}. */
    public static final int DROP_MS = Discard.MS;

    private final RelayTools tools;
    private final Owner owner;
    private final Transport client;
    private final Direction fromClient;
    private final Direction fromUpstream;
    /** Null unless Weir stops. */
    private TunnelShutdown shutdown;
    /** Null before the client was not read for the first time. */
    private ResetWatch watch;

    /**
     * @param clientBytes what the client has sent so far, understood or not; like {@code upstreamBytes} it belongs to
     *     the relay from now on
     */
    public Relay(RelayTools tools, Owner owner, Transport client, RelayBuffer clientBytes, RelayBuffer upstreamBytes) {
        this.tools = tools;
        this.owner = owner;
        this.client = client;
        fromClient = new Direction(this, clientBytes, true);
        fromUpstream = new Direction(this, upstreamBytes, false);
        fromClient.setOpposite(fromUpstream);
        fromUpstream.setOpposite(fromClient);
        fromClient.setFrom(client);
        fromUpstream.setTo(client);
    }

    /**
     * What is carried are WebSocket frames, the backend's from that position of its buffer on. Before {@link #start}.
     */
    public void followFrames(int upstreamFrom) {
        fromClient.followFrames();
        fromUpstream.followFrames();
        fromUpstream.follow(upstreamFrom);
    }

    /** There is a connection to the backend. Bytes that are in the buffers already go first. */
    public State start(Transport upstream) {
        if (tools.drain().isOn()) {
            drain();
        }
        fromClient.setTo(upstream);
        fromUpstream.setFrom(upstream);
        fromClient.sendAll();
        fromClient.follow(fromClient.sendStart());
        if (fromClient.hasUnsent()) {
            fromClient.speak();
        }
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
        if (shutdown != null && shutdown.stage() == Stage.TOLD && fromClient.hasSaidGoodbye()) {
            return closeWebSocket();
        }
        return fromClient.isOver() && fromUpstream.isOver() && fromUpstream.isEnded() ? State.ENDED : State.RUNNING;
    }

    // --- the end, when Weir stops

    /** Weir is about to stop: {@link #patienceMs} goes by that from now on. Saying so again changes nothing. */
    public void drain() {
        if (shutdown == null) {
            shutdown = new TunnelShutdown(tools.drain(), tools.loop().nowNs());
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
        if (shutdown != null) {
            patienceMs = Math.min(patienceMs, shutdown.timeoutNs(nowNs) / 1_000_000);
        }
        final Direction dropped = dropped();
        return (int)
                (dropped == null
                        ? patienceMs
                        : Math.min(patienceMs, dropped.discard().leftMs(nowNs)));
    }

    /** One at most, as its opposite is over; null = neither. */
    private Direction dropped() {
        return fromClient.discard() != null ? fromClient : fromUpstream.discard() != null ? fromUpstream : null;
    }

    /** Nothing has happened for that long. */
    public State onTimer() {
        final long nowNs = tools.loop().nowNs();
        final Direction dropped = dropped();
        if (dropped != null && dropped.discard().leftMs(nowNs) == 0) {
            return dropped == fromClient ? State.UPSTREAM_BROKEN : State.CLIENT_BROKEN;
        }
        if (shutdown == null) {
            sayGoodbye();
            return State.IDLE;
        }
        return switch (shutdown.stage()) {
            case WAITING -> shutdown.isTurn(nowNs) ? beginEnd() : State.RUNNING;
            case CLOSING -> closeClient();
            case TOLD -> State.RUNNING;
            case CLOSED -> State.ENDED;
            case LISTENING -> endIfSilent(nowNs);
        };
    }

    private State beginEnd() {
        if (fromUpstream.frames() == null) {
            shutdown.become(Stage.LISTENING);
            return State.RUNNING;
        }
        shutdown.become(Stage.CLOSING);
        return closeClient();
    }

    private State closeClient() {
        if (fromUpstream.frames().isLost()) {
            shutdown.become(Stage.LISTENING);
            return State.RUNNING;
        }
        return whole(fromUpstream.close(shutdown));
    }

    /**
     * The client has answered the close frame, and the backend has that answer. A server ends the connection first (RFC
     * 6455 §7.1.1).
     */
    private State closeWebSocket() {
        shutdown.become(Stage.CLOSED);
        return fromUpstream.end();
    }

    /** A tunnel of which one half has ended is about to end, and takes the time that is left. */
    private State endIfSilent(long nowNs) {
        if (fromClient.isBusy() || fromUpstream.isBusy()) {
            return State.RUNNING;
        }
        if (!fromClient.hasSpokenLast()) {
            return State.SILENT;
        }
        if (shutdown.isLate(nowNs)) {
            return fromUpstream.end(); // a client that only sends gets all of it over, and ends
        }
        return State.RUNNING;
    }

    /**
     * Both sides are about to be closed by Weir: where that can be said in their words and they take it at once, it is.
     */
    public void sayGoodbye() {
        fromUpstream.closeAtOnce(CloseFrame.ofServer());
        fromClient.closeAtOnce(clientClose());
    }

    /** A close frame as a client sends it. */
    byte[] clientClose() {
        return CloseFrame.ofClient(tools.random().nextInt());
    }

    /** The client has sent all that it will send. */
    public boolean hasClientEnded() {
        return fromClient.isEnded();
    }

    /** Read from the client so far. */
    public long clientBytes() {
        return fromClient.count();
    }

    /** Read from the backend so far. */
    public long upstreamBytes() {
        return fromUpstream.count();
    }

    /** The client has been sent something. */
    public boolean hasReachedClient() {
        return fromUpstream.hasPassed();
    }

    /** What the client has sent waits until there is an upstream, or, if it owes more, until that has come. */
    public void rest(boolean isOwed) {
        fromClient.rest(isOwed ? BufferQueue.Use.OWED : BufferQueue.Use.PARKED);
    }

    RelayTools tools() {
        return tools;
    }

    Owner owner() {
        return owner;
    }

    /** It is not read for now, and was not told of the end. */
    void watchClient() {
        if (watch == null) {
            watch = new ResetWatch(tools.loop());
        }
        watch.begin(client);
    }

    /** Seen while nothing is read. */
    public State onClientBroken() {
        return State.CLIENT_BROKEN;
    }

    void endWatch() {
        if (watch != null) {
            watch.end();
        }
    }

    /** Gives the buffers back, with what is in them. */
    public void release() {
        endWatch();
        fromClient.release();
        fromUpstream.release();
    }
}
