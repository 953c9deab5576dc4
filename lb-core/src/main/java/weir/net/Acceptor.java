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
 * <p>When the process runs out of descriptors, or the loop has as many clients as it may, accepting pauses and the kernel's queue holds the rest;
 * nothing spins meanwhile. Thread: owning loop only.
 */
public final class Acceptor extends IoHandler {
    /** Makes the owner of a new connection. The handler is told its transport before any event. */
    public interface Clients {
        IoHandler newClient();

        void onAccepted(IoHandler client, Transport transport);
    }

    /** Per turn, so that a storm of connections does not starve those that are there (HAProxy's tune.maxaccept serves the same end). */
    private static final int BURST_MAX = 16;

    private static final int QUEUE_MAX = 4096;
    private static final long PAUSE_NS = 100_000_000;

    private final EventLoop loop;
    private final NioNetwork network;
    private final ListenSocket socket;
    private final Clients clients;
    private final Timer resume = new Timer(nowNs -> resume());
    private SelectionKey key;
    /** Grows while connections come in bunches; a single one then costs no second accept that finds nothing. */
    private int burst = 1;

    private boolean isClosed;
    private boolean isHeld;

    public Acceptor(EventLoop loop, NioNetwork network, ListenSocket socket, Clients clients) {
        this.loop = loop;
        this.network = network;
        this.socket = socket;
        this.clients = clients;
    }

    /** Starts accepting. */
    public void start() throws ClosedChannelException {
        key = socket.channel().register(network.selector(), SelectionKey.OP_ACCEPT, this);
    }

    @Override
    protected void onReady(int readyOps) {
        int accepted = 0;
        while (accepted < burst && !isHeld && acceptOne()) {
            accepted++;
        }
        burst = accepted == burst ? Math.min(burst * 2, BURST_MAX) : 1;
    }

    private boolean acceptOne() {
        final SocketChannel channel;
        try {
            channel = socket.accept();
        } catch (IOException e) {
            pause(); // EMFILE, ENFILE, ENOBUFS: nothing to do but wait for descriptors
            return false;
        }
        if (channel == null) {
            return false;
        }
        loop.counters().add(Counter.CONNECTIONS_ACCEPTED);
        final IoHandler client = clients.newClient();
        try {
            clients.onAccepted(client, network.accept(channel, client));
        } catch (IOException e) { // the client is gone already
            closeQuietly(channel);
            loop.counters().add(Counter.CONNECTIONS_CLOSED);
        }
        return true;
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            assert !channel.isOpen() : "the descriptor is released even so";
        }
    }

    private void pause() {
        loop.counters().add(Counter.ACCEPT_PAUSES);
        interest(0);
        loop.timers().set(resume, loop.nowNs() + PAUSE_NS);
    }

    private void resume() {
        if (!isHeld) {
            interest(SelectionKey.OP_ACCEPT);
        }
    }

    /** Stops accepting until {@link #release}: the loop has as many clients as it may. */
    public void hold() {
        isHeld = true;
        interest(0);
    }

    public void release() {
        isHeld = false;
        if (!resume.isSet()) {
            resume();
        }
    }

    public boolean isHeld() {
        return isHeld;
    }

    private void interest(int ops) {
        if (!isClosed && key.isValid()) {
            key.interestOps(ops);
        }
    }

    /** Stops accepting for good. Connections that wait in the kernel's queue are taken first, as closing would reset them. */
    public void close() {
        for (int i = 0; i < QUEUE_MAX && !isHeld && acceptOne(); i++) {}
        isClosed = true;
        loop.timers().remove(resume);
        try {
            socket.close();
        } catch (IOException e) {
            assert !socket.channel().isOpen() : "the descriptor is released even so";
        }
    }

    @Override
    protected void onFault() {
        assert !isClosed : "a closed acceptor gets no events";
    }
}
