package weir.exchange;

import weir.buf.Ascii;
import weir.filter.ClientFacts;
import weir.filter.Filters;
import weir.filter.ResponseContext;
import weir.model.Listener;
import weir.pool.CustomReply;
import weir.pool.RouteRules;
import weir.route.RouteTable;
import weir.snapshot.ServedListener;
import weir.snapshot.Snapshot;
import weir.stats.ListenerTally;

/**
 * What the exchanges of one HTTP listener share on one loop: its routes, its filters, and what is counted. Thread:
 * owning loop only.
 */
public final class ListenerTools {
    private final LoopView view;
    private final int index;
    /** Of the snapshot that this loop goes by. */
    private ServedListener served;

    private CustomReply maintenanceText;

    private final byte[] nameBytes;
    private final long bodyBytesMax;
    private final Filters filters;
    private final Routing routing;
    /** Null where errors have no bodies of the user's. */
    private final ErrorReplies errors;

    private final RouteNames routeNames;
    private final ExchangeValues values;
    private final ResponseContext responseContext;

    /** Of all exchanges, as it notes nothing; null where there is an access log, or templates ask for notes. */
    private final ExchangeLogEntry silentNote;

    /** Of all exchanges that nothing of a response has come to: it says so to whoever asks, and is given no byte. */
    private final ResponseFlow noResponse;

    private final ListenerTally tally = new ListenerTally();

    /**
     * @param index of the listener in the snapshot
     * @param unused a stream that is never opened
     */
    public ListenerTools(LoopView view, int index, UpstreamStream unused) {
        this.view = view;
        this.index = index;
        apply(view.snapshot());
        final Listener listener = served.listener();
        this.nameBytes = Ascii.bytes(listener.name());
        this.bodyBytesMax = RouteRules.bodyBytesMax(listener);
        this.routeNames = new RouteNames(listener, view.snapshot().pools());
        this.values = new ExchangeValues(routeNames);
        this.responseContext = new ResponseContext(values, view.httpTools().templateOutput());
        this.silentNote = view.accessLog() == null && !routeNames.isAsked()
                ? new ExchangeLogEntry(view, nameBytes, false, false)
                : null;
        this.filters =
                new Filters(listener, view.snapshot().pools(), view.httpTools().filterRows());
        filters.maintain(served.maintenance());
        this.errors = ErrorReplies.of(listener, view.snapshot().pools());
        this.routing = new Routing(this, filters);
        this.noResponse = ResponseFlow.none(this, unused);
    }

    /** Direct memory that one of these has on each loop, beside the buffers that its exchanges take. */
    public static long ownBytes(Listener listener) {
        return switch (listener.mode()) {
            case REDIRECT, ASK -> BackendRedirect.bufferBytes(listener) + Filters.ownBytes(listener);
            case HTTPS_REDIRECT, HTTP -> Filters.ownBytes(listener);
            case TCP -> 0;
        };
    }

    /** What is made of a listener's facts, such as its limits, stays: others make other tools. */
    public void apply(Snapshot next) {
        served = next.listener(index);
        maintenanceText = served.maintenance() == null
                ? null
                : new CustomReply(served.maintenance().response());
        if (filters != null) {
            filters.maintain(served.maintenance());
        }
    }

    /** What a listener in maintenance says; null where it is none. */
    CustomReply maintenanceText() {
        return maintenanceText;
    }

    ExchangeLogEntry newNote() {
        return silentNote == null
                ? new ExchangeLogEntry(
                        view, nameBytes, listener().identity().requestIds() != null, routeNames.isAsked())
                : silentNote;
    }

    int index() {
        return index;
    }

    public LoopView view() {
        return view;
    }

    public Listener listener() {
        return served.listener();
    }

    /** The largest body that any route takes. */
    public long bodyBytesMax() {
        return bodyBytesMax;
    }

    RouteTable routes() {
        return served.routes();
    }

    public ListenerTally tally() {
        return tally;
    }

    ResponseFlow noResponse() {
        return noResponse;
    }

    Filters filters() {
        return filters;
    }

    /** That client is gone, and with it what can be known of it. */
    public void forget(ClientFacts client) {
        routing.forget(client);
        values.forget(client);
    }

    RouteNames routeNames() {
        return routeNames;
    }

    /** Lines of the access log ask for more than each log has, and fields of the request. */
    boolean isLoggedWithFields() {
        return view.accessLog() != null && view.accessLog().layout().hasValues();
    }

    /** For one exchange at a time, within one event. */
    ExchangeValues values() {
        return values;
    }

    /** Null where errors have no bodies of the user's. */
    ErrorReplies errors() {
        return errors;
    }

    Routing routing() {
        return routing;
    }

    /** For one response at a time, within one event. */
    ResponseContext responseContext() {
        return responseContext;
    }
}
