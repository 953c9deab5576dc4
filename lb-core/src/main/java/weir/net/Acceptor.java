package weir.net;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import weir.stats.Counter;
import weir.time.Timer;

/**
 * Accepts the clients of one listener on one loop.
 *
 * <p>When the process runs out of descriptors, or the listener has as many clients as it may, accepting pauses and the
 * kernel's queue holds the rest; nothing spins meanwhile. A place that becomes free is found by looking, so each loop
 * has the same chance to get it. Thread: owning loop only.
 */
public final class Acceptor extends IoHandler {
    /** Makes the owner of a new connection. */
    public interface Clients {
        /**
         * The owner of a connection. It is only made here: {@link IoHandler#onOpen} is its first call.
         *
         * @throws IOException when the process lacks something for the client
         */
        IoHandler accept(Transport transport) throws IOException;

        /**
         * There is no descriptor for another client. Gives one free if it can, by closing what is not needed now; false
         * when it cannot.
         */
        default boolean makeRoom() {
            return false;
        }

        /**
         * {@link #accept}, whatever happens there; a bug of ours there is reported to the client like any other.
         *
         * @return false when nobody owns the connection, which is closed then; the caller gives back whatever it holds
         *     for it
         * @throws IOException likewise, and why
         */
        default boolean entrust(Transport transport, EventLoop loop) throws IOException {
            final IoHandler client;
            try {
                client = accept(transport);
            } catch (Throwable e) {
                transport.reset();
                throw e;
            }
            transport.setHandler(client);
            try {
                client.onOpen();
                return true;
            } catch (Throwable e) {
                final boolean wasOpen = transport.isOpen();
                final boolean hasLetGo = loop.contain(client, e) && !transport.isOpen();
                transport.reset();
                return !wasOpen || hasLetGo;
            }
        }
    }

    /**
     * At each look, so that a storm of connections does not starve those that are there (HAProxy's tune.maxaccept
     * serves the same end). A connection costs about as much as two events, and looks are 64 events apart at most.
     */
    private static final int BURST_MAX = 64;
    /** Looks between events of one turn that go by, unless more clients are known to wait. */
    private static final int LOOKS_SKIPPED = 3;

    private static final int QUEUE_MAX = 4096;
    private static final long PAUSE_NS = 100_000_000;
    /** What one makes room for may be taken by another loop. */
    private static final int ROOM_TRIES = 8;

    /** Until a listener that was full is looked at again. */
    private static final long FULL_PAUSE_NS = 10_000_000;

    private final EventLoop loop;
    private final NioNetwork network;
    private final ListenSocket socket;
    private final Clients clients;
    private final ConnectionLimit limit;
    /** Descriptors of a client's connection. */
    private final int perClient;

    private final Timer resume = new Timer(nowNs -> resume());
    private SelectionKey key;
    /** Grows while connections come in bunches; a single one then costs no second accept that finds nothing. */
    private int burst = 1;

    /** The last look took as many as it may: there are likely more. */
    private boolean hasBacklog;

    /** The kernel has told that a client waits. No client is closed for one that may not be there. */
    private boolean mayMakeRoom;

    private int looksSkipped;
    private boolean isPausing;
    private boolean isClosed;

    /** @param perClient descriptors of a client's connection */
    public Acceptor(
            EventLoop loop,
            NioNetwork network,
            ListenSocket socket,
            Clients clients,
            ConnectionLimit limit,
            int perClient) {
        this.loop = loop;
        this.network = network;
        this.socket = socket;
        this.clients = clients;
        this.limit = limit;
        this.perClient = perClient;
    }

    /** Starts accepting. */
    public void start() throws ClosedChannelException {
        key = socket.channel().register(network.selector(), SelectionKey.OP_ACCEPT, this);
        network.add(this);
    }

    @Override
    protected void onReady(int readyOps) {
        int accepted = 0;
        mayMakeRoom = (readyOps & SelectionKey.OP_ACCEPT) != 0;
        while (accepted < burst && acceptOne()) {
            accepted++;
            mayMakeRoom = false;
        }
        looksSkipped = 0;
        hasBacklog = accepted == burst;
        burst = hasBacklog ? Math.min(burst * 2, BURST_MAX) : 1;
    }

    /**
     * Then it gets no readiness of any kind. The selector tells of new clients once a turn, which is too seldom for
     * turns with a thousand events. Costs a system call in vain for some hundred of them.
     */
    boolean wantsToLook() {
        return !isPausing && (hasBacklog || ++looksSkipped > LOOKS_SKIPPED);
    }

    private boolean acceptOne() {
        if (!limit.enter()) {
            pause(Counter.ACCEPT_HOLDS, FULL_PAUSE_NS);
            return false;
        }
        boolean isAdmitted = false;
        try {
            isAdmitted = hasDescriptors();
        } finally {
            if (!isAdmitted) {
                limit.leave(); // also when a bug strikes in those who are to make room
            }
        }
        if (!isAdmitted) {
            return false;
        }
        SocketChannel channel = null;
        try {
            channel = socket.accept();
        } catch (IOException e) {
            pause(Counter.ACCEPT_PAUSES, PAUSE_NS); // EMFILE, ENFILE, ENOBUFS: nothing to do but wait for descriptors
        } finally {
            if (channel == null) {
                onClosed();
            }
        }
        if (channel == null) {
            return false;
        }
        loop.counters().add(Counter.CONNECTIONS_ACCEPTED);
        return admit(channel);
    }

    /** Takes those of one more client. What is kept back for others is never given to one. */
    private boolean hasDescriptors() {
        for (int tries = 0; tries < ROOM_TRIES; tries++) {
            if (loop.descriptors().admit(perClient)) {
                return true;
            }
            if (!mayMakeRoom) {
                return false; // the next turn tells whether there is one
            }
            if (!clients.makeRoom()) {
                break;
            }
        }
        pause(Counter.ACCEPT_PAUSES, FULL_PAUSE_NS);
        return false;
    }

    /** False when there is no point in accepting more just now. */
    private boolean admit(SocketChannel channel) {
        boolean isEntrusted = false;
        try {
            final Transport transport = watched(channel);
            isEntrusted = transport != null && clients.entrust(transport, loop);
            return true;
        } catch (IOException e) {
            pause(Counter.ACCEPT_PAUSES, PAUSE_NS); // what the client needs beside its socket could not be had
            return false;
        } catch (Throwable e) {
            loop.report(e);
            return true;
        } finally {
            if (!isEntrusted) {
                NioNetwork.closeQuietly(channel);
                giveBack();
            }
        }
    }

    /** Null when the client is gone already. */
    private Transport watched(SocketChannel channel) {
        try {
            return network.accept(channel);
        } catch (IOException e) {
            return null;
        }
    }

    private void giveBack() {
        loop.counters().add(Counter.CONNECTIONS_CLOSED);
        onClosed();
    }

    private void pause(Counter why, long ns) {
        loop.counters().add(why);
        isPausing = true;
        interest(0);
        loop.timers().set(resume, loop.nowNs() + ns);
    }

    private void resume() {
        isPausing = false;
        interest(SelectionKey.OP_ACCEPT);
    }

    /** A client that was accepted here is gone. */
    public void onClosed() {
        limit.leave();
        loop.descriptors().leave(perClient);
    }

    private void interest(int ops) {
        if (!isClosed && key.isValid()) {
            key.interestOps(ops);
        }
    }

    /**
     * Stops accepting for good. Connections that wait in the kernel's queue are taken first, as closing would reset
     * them; those for which there is no descriptor are reset.
     */
    public void close() {
        mayMakeRoom = false;
        for (int i = 0; i < QUEUE_MAX && acceptOne(); i++) {}
        loop.timers().remove(resume);
        leave();
    }

    /**
     * Closes the socket as far as this loop is concerned: connections that wait in the kernel's queue are reset, and
     * those to come go to the other loops.
     */
    void leave() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        isPausing = true;
        network.remove(this);
        key.cancel(); // other loops may go on with the same socket for a moment
        try {
            socket.close();
        } catch (IOException e) {
            loop.log(e); // a socket's file that cannot be removed; the descriptor is released even so
        }
    }

    /** Goes on after a while: a fault that comes with each connection must not take all of the loop's time. */
    @Override
    protected void onFault() {
        pause(Counter.ACCEPT_PAUSES, PAUSE_NS);
    }
}
