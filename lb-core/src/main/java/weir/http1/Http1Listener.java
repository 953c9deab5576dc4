package weir.http1;

import weir.buf.Ascii;
import weir.exchange.LoopView;
import weir.filter.Filters;
import weir.filter.RequestContext;
import weir.filter.ResponseContext;
import weir.http.HeadViews;
import weir.http.HttpLimits;
import weir.http.Tolerance;
import weir.ingress.ListenerView;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.net.Acceptor;
import weir.net.IoHandler;
import weir.net.Spares;
import weir.net.Transport;
import weir.route.RouteTable;
import weir.snapshot.ServedListener;
import weir.snapshot.Snapshot;
import weir.stats.ListenerTally;

/**
 * One HTTP listener on one loop: makes its client connections, and keeps the exchange objects that no connection needs
 * just now, so that an idle connection has none. Thread: owning loop only.
 */
public final class Http1Listener implements ListenerView {
    private final LoopView view;
    private final int index;
    /** Of the snapshot that this loop goes by. */
    private ServedListener served;

    private final HttpLimits limits;
    private final int accepted;
    private final HeadViews tables;
    private final byte[] nameBytes;
    /** Null where requests go to backends. */
    private final Referral referral;

    private final Filters filters;
    private final RequestContext requestContext = new RequestContext();
    private final ResponseContext responseContext = new ResponseContext();

    /** Of all exchanges, as it notes nothing; null where there is an access log. */
    private final AccessNote silentNote;

    /** Of all exchanges that nothing of a response has come to: it says so to whoever asks, and is given no byte. */
    private final ResponseFlow noResponse;

    private final ListenerTally tally = new ListenerTally();
    private final Spares<Exchange> spares;
    private Acceptor acceptor;

    public Http1Listener(LoopView view, int index) {
        this.view = view;
        this.spares = new Spares<>(view.loop());
        this.index = index;
        apply(view.snapshot());
        final Listener listener = served.listener();
        final ListenerLimits from = listener.limits();
        this.limits = new HttpLimits(from.headBytesMax(), from.headersMax(), from.targetBytesMax());
        this.accepted = Tolerance.bits(listener.dialect().accept());
        this.tables = new HeadViews(limits.fieldsMax());
        this.nameBytes = Ascii.bytes(listener.name());
        this.silentNote = view.accessLog() == null ? new AccessNote(this) : null;
        this.referral = switch (listener.mode()) {
            case REDIRECT, ASK -> new Referral(view, listener);
            case HTTP, TCP, HTTPS_REDIRECT -> null;
        };
        this.filters =
                new Filters(listener, view.snapshot().pools(), view.httpTools().filterRows());
        this.noResponse = new ResponseFlow(null, silentNote, this);
    }

    /** Direct memory that one of these has on each loop, beside the buffers it takes. */
    public static long ownBytes(Listener listener) {
        return switch (listener.mode()) {
            case REDIRECT, ASK -> Referral.bufferBytes(listener);
            case HTTPS_REDIRECT, HTTP -> Filters.ownBytes(listener);
            case TCP -> 0;
        };
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
        return new ClientConnection(this, transport);
    }

    void onClosed(ClientConnection client) {
        tally.closed();
        requestContext.forget(client);
        if (acceptor != null) {
            acceptor.onClosed();
        }
    }

    Exchange takeExchange(ClientConnection client) {
        final Exchange spare = spares.take();
        final Exchange exchange = spare == null ? new Exchange(this) : spare;
        exchange.attach(client);
        return exchange;
    }

    AccessNote newNote() {
        return silentNote == null ? new AccessNote(this) : silentNote;
    }

    void giveExchange(Exchange exchange) {
        spares.give(exchange);
    }

    LoopView view() {
        return view;
    }

    Listener listener() {
        return served.listener();
    }

    /** What of clients' requests is put up with, as bits of {@link Tolerance}. */
    int accepted() {
        return accepted;
    }

    /** For the access log. */
    byte[] nameBytes() {
        return nameBytes;
    }

    @Override
    public ListenerTally tally() {
        return tally;
    }

    /** How clients are told where a backend is; null where requests go to backends. */
    Referral referral() {
        return referral;
    }

    ResponseFlow noResponse() {
        return noResponse;
    }

    Filters filters() {
        return filters;
    }

    /** For one request at a time, within one event. */
    RequestContext requestContext() {
        return requestContext;
    }

    /** For one response at a time, within one event. */
    ResponseContext responseContext() {
        return responseContext;
    }

    RouteTable routes() {
        return served.routes();
    }

    HttpLimits limits() {
        return limits;
    }

    HeadViews tables() {
        return tables;
    }
}
