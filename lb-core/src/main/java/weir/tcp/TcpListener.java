package weir.tcp;

import weir.exchange.LoopView;
import weir.ingress.ListenerView;
import weir.model.Listener;
import weir.net.Acceptor;
import weir.net.IoHandler;
import weir.net.ObjectPool;
import weir.net.Transport;
import weir.pool.BackendSelector;
import weir.pool.PoolView;
import weir.route.RouteTable;
import weir.snapshot.ServedListener;
import weir.snapshot.Snapshot;
import weir.stats.ListenerTally;

/**
 * One listener of mode {@code tcp} on one loop: makes its connections, and keeps the searches that none of them needs
 * just now, so that a connection that has its backend holds none. Thread: owning loop only.
 */
public final class TcpListener implements ListenerView {
    private final LoopView view;
    private final int index;
    /** Of the snapshot that this loop goes by. */
    private ServedListener served;

    /** Null where a server's name decides alone. */
    private final PoolView pool;

    private final ConnectionLogEntry note;
    private final ListenerTally tally = new ListenerTally();
    private final ObjectPool<BackendSelector> spares;
    /** Null where clients are not counted. */
    private Acceptor acceptor;

    public TcpListener(LoopView view, int index) {
        this.view = view;
        this.spares = new ObjectPool<>(view.loop());
        this.index = index;
        apply(view.snapshot());
        final Listener listener = served.listener();
        pool = listener.defaultPool() < 0 ? null : view.pool(listener.defaultPool());
        note = view.accessLog() == null ? null : new ConnectionLogEntry(view, listener);
    }

    /** What is made of a listener's facts, such as its limits, stays: others make another view. */
    @Override
    public void apply(Snapshot next) {
        served = next.listener(index);
    }

    @Override
    public void setAcceptor(Acceptor acceptor) {
        this.acceptor = acceptor;
    }

    @Override
    public boolean makeRoom() {
        return view.clients().makeRoom();
    }

    @Override
    public IoHandler accept(Transport transport) {
        tally.accepted();
        return new TcpConnection(this, transport);
    }

    void onClosed() {
        tally.closed();
        if (acceptor != null) {
            acceptor.onClosed();
        }
    }

    BackendSelector takeSearch() {
        final BackendSelector spare = spares.take();
        return spare == null ? new BackendSelector(view.loop(), view.random()) : spare;
    }

    void giveSelector(BackendSelector selector) {
        spares.give(selector);
    }

    @Override
    public ListenerTally tally() {
        return tally;
    }

    LoopView view() {
        return view;
    }

    /** Null where {@link #goesByServerName} and nothing else. */
    PoolView pool() {
        return pool;
    }

    /** Where a client goes is known when it has said which server it asks for. */
    boolean goesByServerName() {
        return !served.listener().routes().isEmpty();
    }

    RouteTable routes() {
        return served.routes();
    }

    int headMs() {
        return served.listener().timeouts().headMs();
    }

    /** Null when there is no access log. */
    ConnectionLogEntry note() {
        return note;
    }

    int idleMs() {
        return served.listener().timeouts().tunnelMs();
    }
}
