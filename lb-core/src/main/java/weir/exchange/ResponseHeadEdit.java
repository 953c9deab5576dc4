package weir.exchange;

import weir.filter.Filters;
import weir.filter.ResponseContext;
import weir.http.HeadEdit;
import weir.pool.BackendSelector;
import weir.relay.RelayBuffer;

/**
 * Makes of a backend's head what the client shall see, in the buffer that it was read into. Thread: owning loop only.
 */
final class ResponseHeadEdit {
    /** A head that was repaired begins so early that nothing more fits before it. */
    static final int NO_ROOM = -1;

    private final LoopView view;
    private final RelayBuffer bytes;
    private final ResponseSource source;
    private final Filters filters;
    private final ResponseContext context;
    private final ExchangeValues values;

    ResponseHeadEdit(ListenerTools listener, RelayBuffer bytes, ResponseSource source) {
        this.view = listener.view();
        this.bytes = bytes;
        this.source = source;
        this.filters = listener.filters();
        this.context = listener.responseContext();
        this.values = listener.values();
    }

    /** An interim head; returns where it begins now. */
    int rewriteInterim() {
        return source.rewriteHead(begin(false), 0);
    }

    /** A head that switches protocols; returns where it begins now. */
    int rewriteSwitch(Exchange exchange, int backend) {
        final HeadEdit edit = begin(false);
        final BackendSelector selector = exchange.selector();
        context.begin(source.head(), bytes.buffer(), edit, selector.sticky(), backend, null);
        values.atResponse(exchange, source.status());
        filters.onSwitch(exchange.request().route(), selector.pool().index(), context);
        return source.rewriteHead(edit, 0);
    }

    /**
     * A final head from a backend.
     *
     * @param gapBytes size line of a chunk that stands between head and body
     * @return where it begins now, or {@link #NO_ROOM}
     */
    int rewriteFinal(
            Exchange exchange, int backend, Delivery delivery, boolean knowsChunks, boolean toHttp10, int gapBytes) {
        final HeadEdit edit = begin(!knowsChunks);
        final BackendSelector selector = exchange.selector();
        context.begin(source.head(), bytes.buffer(), edit, selector.sticky(), backend, selector.explainLine());
        context.deliver(toHttp10, delivery.keepsClient(), view.loop().nowNs());
        values.atResponse(exchange, source.status());
        filters.onFinal(exchange.request().route(), selector.pool().index(), context);
        return edit.fits(source.head().base(), gapBytes) ? source.rewriteHead(edit, gapBytes) : NO_ROOM;
    }

    private HeadEdit begin(boolean takesChunksOff) {
        final HeadEdit edit = view.httpTools().headEdit();
        edit.begin();
        source.editHead(edit, takesChunksOff);
        return edit;
    }
}
