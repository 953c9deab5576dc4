package weir.http1;

import weir.exchange.ListenerTools;
import weir.exchange.LoopView;
import weir.exchange.UpstreamStream;
import weir.http.HeadViews;
import weir.http.HttpLimits;
import weir.http.Tolerance;
import weir.ingress.ListenerView;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.net.Acceptor;
import weir.net.IoHandler;
import weir.net.ObjectPool;
import weir.net.Transport;
import weir.snapshot.Snapshot;
import weir.stats.ListenerTally;

/**
 * One HTTP listener on one loop: makes its client connections, and keeps the streams, with their exchanges, that no
 * connection needs just now, so that an idle connection has none. Thread: owning loop only.
 */
public final class Http1Listener implements ListenerView {
    private final LoopView view;
    private final ListenerTools tools;
    private final HttpLimits limits;
    private final int accepted;
    private final HeadViews tables;
    private final ObjectPool<Http1ClientStream> spares;
    private Acceptor acceptor;

    public Http1Listener(LoopView view, int index) {
        this.view = view;
        this.tools = new ListenerTools(view, index, newUpstream());
        this.spares = new ObjectPool<>(view.loop());
        final Listener listener = tools.listener();
        final ListenerLimits from = listener.limits();
        this.limits = new HttpLimits(from.headBytesMax(), from.headersMax(), from.targetBytesMax());
        this.accepted = Tolerance.bits(listener.dialect().accept());
        this.tables = new HeadViews(limits.fieldsMax());
    }

    /** Direct memory that one of these has on each loop, beside the buffers it takes. */
    public static long ownBytes(Listener listener) {
        return ListenerTools.ownBytes(listener);
    }

    /** What is made of a listener's facts, such as its limits, stays: others make another view. */
    @Override
    public void apply(Snapshot next) {
        tools.apply(next);
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
        tools.tally().accepted();
        return new ClientConnection(this, transport);
    }

    void onClosed(ClientConnection client) {
        tools.tally().closed();
        tools.forget(client);
        if (acceptor != null) {
            acceptor.onClosed();
        }
    }

    /** Open, with the exchange that it has. */
    Http1ClientStream takeStream(ClientConnection client) {
        final Http1ClientStream spare = spares.take();
        final Http1ClientStream stream = spare == null ? new Http1ClientStream(this) : spare;
        stream.open(client);
        return stream;
    }

    void giveStream(Http1ClientStream stream) {
        spares.give(stream);
    }

    /** For an exchange. */
    UpstreamStream newUpstream() {
        return new Http1UpstreamStream();
    }

    /** For its exchanges. */
    ListenerTools tools() {
        return tools;
    }

    LoopView view() {
        return view;
    }

    Listener listener() {
        return tools.listener();
    }

    /** What of clients' requests is put up with, as bits of {@link Tolerance}. */
    int accepted() {
        return accepted;
    }

    @Override
    public ListenerTally tally() {
        return tools.tally();
    }

    HttpLimits limits() {
        return limits;
    }

    HeadViews tables() {
        return tables;
    }
}
