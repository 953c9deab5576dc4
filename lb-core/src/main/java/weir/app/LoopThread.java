package weir.app;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import weir.accesslog.AccessRing;
import weir.admin.RuntimeView;
import weir.buf.BufferPool;
import weir.buf.BufferStock;
import weir.exchange.LoopView;
import weir.http1.Http1Listener;
import weir.ingress.GuardedListener;
import weir.ingress.ListenerView;
import weir.ingress.ProxiedListener;
import weir.ingress.SecuredListener;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.net.Acceptor;
import weir.net.ConnectionLimit;
import weir.net.DescriptorShare;
import weir.net.EventLoop;
import weir.net.ListenSocket;
import weir.net.NioNetwork;
import weir.net.tls.TlsLoop;
import weir.pool.Breaker;
import weir.relay.RelayBuffer;
import weir.snapshot.BackendState;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.LoopPort;
import weir.snapshot.Snapshot;
import weir.snapshot.SnapshotPort;
import weir.stats.BackendTally;
import weir.stats.Counters;
import weir.stats.ListenerTally;
import weir.stats.OutcomeRing;
import weir.tcp.TcpListener;
import weir.time.Clock;
import weir.tls.ServerEngines;

/**
 * One event loop with all that belongs to it, on a thread of its own. Made by the starting thread, which then calls
 * {@link #start}.
 */
final class LoopThread implements LoopPort, SnapshotPort, RuntimeView.Loop {
    private static final int OUTCOMES = 1 << 14;

    private final Counters counters = new Counters();
    private final OutcomeRing outcomes = new OutcomeRing(OUTCOMES);
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final List<ListenerView> listeners = new ArrayList<>();
    private final List<SecuredListener> securedListeners = new ArrayList<>();
    private final NioNetwork network;
    private final BufferPool smallBuffers;
    private final BufferPool largeBuffers;
    private final EventLoop loop;
    private final LoopView view;
    /** Null when nobody has TLS. */
    private final TlsLoop tls;

    private final Thread thread;
    /** Written by the loop, read by the thread that stops it. */
    private volatile boolean isDraining;

    /**
     * @param accessLog null = none
     * @param tlsSetup whose TLS it is, if anybody's
     */
    LoopThread(
            int number,
            NioNetwork network,
            DescriptorShare descriptors,
            Snapshot snapshot,
            BufferBudget budget,
            Runnable onOutcome,
            AccessRing accessLog,
            TlsSetup tlsSetup)
            throws IOException {
        final String name = "loop-" + number;
        this.network = network;
        final BufferPool buffers = new BufferPool(budget.bufferBytes(), budget.stockPerLoop());
        smallBuffers = new BufferPool(BufferStock.SMALL_BYTES, budget.smallStockPerLoop());
        largeBuffers = new BufferPool(RelayBuffer.LARGE_BUFFER_BYTES, budget.largeStockPerLoop());
        loop = new EventLoop(name, Clock.SYSTEM, network, buffers, counters, new FaultLog(Clock.SYSTEM), descriptors);
        tls = tlsSetup.share(loop, smallBuffers, budget.stockPerLoop());
        view = new LoopView(
                loop,
                smallBuffers,
                largeBuffers,
                snapshot,
                number,
                outcomes,
                onOutcome,
                accessLog,
                tlsSetup.pools(tls));
        // Owns: all that is made here, and what comes of it: connections, timers, buffers, pickers, counters.
        thread = new Thread(loop::run, name);
    }

    /**
     * Takes over one listening socket; before {@link #start}.
     *
     * @param descriptors of one client
     * @param engines null = the listener has no TLS
     */
    void listen(
            int listenerIndex,
            Snapshot snapshot,
            ListenSocket socket,
            ConnectionLimit limit,
            int descriptors,
            ServerEngines engines) {
        final Listener listener = snapshot.listeners().get(listenerIndex);
        final ListenerView spoken = listener.mode() == ListenerMode.TCP
                ? new TcpListener(view, listenerIndex)
                : new Http1Listener(view, listenerIndex);
        final ListenerView secured = engines == null ? spoken : securedBefore(spoken, engines);
        final ListenerView clients =
                ProxiedListener.of(view, listenerIndex, GuardedListener.of(view, listenerIndex, secured));
        final Acceptor acceptor = new Acceptor(loop, network, socket, clients, limit, descriptors);
        clients.setAcceptor(acceptor);
        acceptors.add(acceptor);
        listeners.add(clients);
    }

    private ListenerView securedBefore(ListenerView spoken, ServerEngines engines) {
        final SecuredListener secured =
                new SecuredListener(tls, engines, engines.tls().handshakeMs(), spoken);
        securedListeners.add(secured);
        return secured;
    }

    /**
     * Accepts nobody before it knows what the probe loop has said of the backends so far: some may be in maintenance
     * from the start.
     */
    void start() {
        thread.start();
        while (!loop.post(this::accept)) {
            Thread.onSpinWait(); // its mailbox is full of that
        }
    }

    private void accept() {
        try {
            final int keepAliveMs = view.snapshot().configuration().tcpKeepAliveMs();
            if (keepAliveMs > 0) {
                network.keepAlive(loop, keepAliveMs);
            }
            for (Acceptor acceptor : acceptors) {
                acceptor.start();
            }
        } catch (ClosedChannelException e) {
            throw new IllegalStateException("a listening socket was closed before it was used", e);
        }
    }

    /**
     * Asks the thread to end; what is still open is closed then. One that was never started has a selector to close all
     * the same.
     */
    void stop() {
        loop.post(view::cut);
        loop.stop();
        if (thread.getState() == Thread.State.NEW) {
            loop.run();
        }
    }

    Thread thread() {
        return thread;
    }

    @Override
    public boolean offer(BackendState state) {
        return loop.post(() -> view.apply(state));
    }

    @Override
    public boolean offer(Snapshot snapshot) {
        return loop.hasDied() || loop.post(() -> apply(snapshot));
    }

    /** Listeners first, as who waits for the generation finds it done then. */
    private void apply(Snapshot next) {
        if (next.generation() > view.generation()) {
            listeners.forEach(listener -> listener.apply(next));
            view.apply(next);
        }
    }

    @Override
    public long generation() {
        return loop.hasDied() ? Long.MAX_VALUE : view.generation(); // nobody shall wait for a loop that has died
    }

    @Override
    public boolean drain(int idleMs, int withinMs) {
        return loop.post(() -> {
            view.drain(acceptors, idleMs, withinMs);
            isDraining = true;
        });
    }

    @Override
    public boolean isDraining() {
        return isDraining || loop.hasDied();
    }

    @Override
    public boolean explain(ExplainRequest request, Consumer<Explanation> answer) {
        return loop.post(() -> answer.accept(view.explain(request)));
    }

    @Override
    public int clientCount() {
        return loop.hasDied() ? 0 : openClients();
    }

    private int openClients() {
        return view.clients().count()
                + securedListeners.stream()
                        .mapToInt(SecuredListener::handshakes)
                        .sum();
    }

    @Override
    public boolean hasDied() {
        return loop.hasDied();
    }

    OutcomeRing outcomes() {
        return outcomes;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public String name() {
        return loop.name();
    }

    @Override
    public BackendTally tally(int pool, int backend) {
        return view.pool(pool).tally(backend);
    }

    @Override
    public String breaker(int pool, int backend) {
        final Breaker breaker = view.pool(pool).breaker(backend);
        return breaker == null ? null : breaker.state().word();
    }

    @Override
    public ListenerTally tally(int listener) {
        return listeners.get(listener).tally();
    }

    @Override
    public boolean ask(Consumer<RuntimeView.Gauges> answer) {
        final BufferPool buffers = loop.buffers();
        return loop.post(() -> answer.accept(new RuntimeView.Gauges(
                buffers.heldCount(),
                buffers.stock(),
                buffers.bufferBytes(),
                smallBuffers.heldCount(),
                smallBuffers.stock(),
                largeBuffers.heldCount(),
                largeBuffers.stock())));
    }

    LoopView view() {
        return view;
    }

    /** For measurements: the thread's id, by which the JVM tells what it has allocated. */
    long threadId() {
        return thread.getId();
    }
}
