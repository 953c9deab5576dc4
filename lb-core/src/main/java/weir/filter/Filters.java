package weir.filter;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import weir.http.LocalReply;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.model.Pool;

/**
 * The filters of one listener and of each pool behind it, compiled into rows. The order of a row is the order in which
 * its filters work.
 *
 * <p>To add a filter: its class, and its line in a row here. A filter that a listener or a pool does not use is null
 * here, and so not in the row.
 *
 * <pre>
 *   request head complete --> beforeRoute --> route, pool --> towardsPool --> what HTTP/1.1 says of this hop --> backend
 *   client <-- final, or switch <-- what HTTP/1.1 says of this hop <-- response head complete
 *   client <-- own <-- a response of Weir's own that names a reason
 * </pre>
 *
 * <p>Costs a virtual call per filter that is there. Thread: owning loop only; one of each per loop.
 */
public final class Filters {
    private final RequestFilter[] beforeRoute;
    /** By the index of the pool, as the next two. */
    private final RequestFilter[][] towardsPool;

    private final ResponseFilter[][] finals;
    private final ResponseFilter[][] switches;
    private final ResponseFilter[] own;

    /**
     * @param listeners all of them, as backends may be behind several
     * @param pools all of them, by their index
     */
    public Filters(Listener listener, List<Listener> listeners, List<Pool> pools, DateLine date) {
        beforeRoute = row(
                HttpsRedirect.of(listener, date), //
                ExplainField.of(listener));
        towardsPool = pools.stream()
                .map(pool -> row(
                        new ForwardedFilter(listener, pool),
                        ReservedFields.of(listeners),
                        ClientCertificateField.of(listener),
                        StickyCookie.of(pool)))
                .toArray(RequestFilter[][]::new);
        finals = pools.stream()
                .map(pool -> responseRow(
                        StickyCookie.of(pool),
                        new DateField(date),
                        new PersistenceField(),
                        HstsField.of(listener),
                        ExplainField.of(listener)))
                .toArray(ResponseFilter[][]::new);
        switches =
                pools.stream().map(pool -> responseRow(StickyCookie.of(pool))).toArray(ResponseFilter[][]::new);
        own = responseRow(
                ExplainField.of(listener), //
                HstsField.of(listener));
    }

    private static RequestFilter[] row(RequestFilter... filters) {
        return Stream.of(filters).filter(Objects::nonNull).toArray(RequestFilter[]::new);
    }

    private static ResponseFilter[] responseRow(ResponseFilter... filters) {
        return Stream.of(filters).filter(Objects::nonNull).toArray(ResponseFilter[]::new);
    }

    /** Direct memory that those of a listener have on each loop. */
    public static long ownBytes(Listener listener) {
        return listener.mode() == ListenerMode.HTTPS_REDIRECT ? HttpsRedirect.bufferBytes(listener) : 0;
    }

    /**
     * The head is complete, and as it came.
     *
     * @return false when a filter has answered or refused the request, as the context tells
     */
    public boolean beforeRoute(RequestContext context) {
        return apply(beforeRoute, context);
    }

    /** As above, for a request that goes to the pool of that index. The head is rewritten next. */
    public boolean towards(int pool, RequestContext context) {
        return apply(towardsPool[pool], context);
    }

    private static boolean apply(RequestFilter[] filters, RequestContext context) {
        for (RequestFilter filter : filters) {
            if (!filter.apply(context)) {
                return false;
            }
        }
        return true;
    }

    /** For the final response from that pool. The head is rewritten next. */
    public void onFinal(int pool, ResponseContext context) {
        for (ResponseFilter filter : finals[pool]) {
            filter.apply(context);
        }
    }

    /** For a response that switches protocols, behind which no HTTP comes. */
    public void onSwitch(int pool, ResponseContext context) {
        for (ResponseFilter filter : switches[pool]) {
            filter.apply(context);
        }
    }

    /** For a response of Weir's own. */
    public void onOwn(LocalReply reply, ResponseContext context) {
        for (ResponseFilter filter : own) {
            filter.apply(reply, context);
        }
    }
}
