package weir.filter;

import java.util.List;
import weir.http.LocalReply;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.model.Pool;

/**
 * The filters of one listener and of each pool behind it, compiled into rows. The order of a row is the order in which
 * its filters work.
 *
 * <p>To add a filter: its class, and its line in a row here. A filter that a listener or a pool does not use is null
 * here, and so not in the row. One that is made per listener or per pool says when it equals another, so that
 * {@link SharedRows} has their rows once.
 *
 * <pre>
 *   request head complete --> beforeRoute --> route, pool --> towards --> what HTTP/1.1 says of this hop --> backend
 *   client <-- finals, or switches <-- what HTTP/1.1 says of this hop <-- response head complete
 *   client <-- own <-- a response of Weir's own that names a reason
 * </pre>
 *
 * <p>Costs a virtual call per filter that is there. Thread: owning loop only; one of each per loop.
 */
public final class Filters {
    private final RequestFilter[] beforeRoute;
    /** By the index of the pool. */
    private final PoolRows[] pools;

    private final ResponseFilter[] own;

    /** @param pools all of them, by their index */
    public Filters(Listener listener, List<Pool> pools, SharedRows shared) {
        final ClientCertificateField certificate = ClientCertificateField.of(listener);
        final HstsField hsts = HstsField.of(listener);
        final ExplainField explain = ExplainField.of(listener);
        beforeRoute = shared.requests(
                PathPolicyFilter.of(listener), //
                HttpsRedirect.of(listener, shared.dateLine()),
                explain);
        this.pools = new PoolRows[pools.size()];
        for (int i = 0; i < this.pools.length; i++) {
            final Pool pool = pools.get(i);
            final StickyCookie sticky = StickyCookie.of(pool);
            final RequestFilter[] towards = shared.requests(
                    ForwardedFilter.of(listener, pool), //
                    shared.reserved(),
                    certificate,
                    sticky);
            final ResponseFilter[] finals = shared.responses(
                    sticky, //
                    shared.date(),
                    PersistenceField.ONLY,
                    hsts,
                    explain);
            final ResponseFilter[] switches = shared.responses(sticky);
            this.pools[i] = shared.pool(towards, finals, switches);
        }
        own = shared.responses(
                explain, //
                hsts);
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
        return apply(pools[pool].towards(), context);
    }

    /** What is between this listener and that pool. */
    PoolRows rows(int pool) {
        return pools[pool];
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
        for (ResponseFilter filter : pools[pool].finals()) {
            filter.apply(context);
        }
    }

    /** For a response that switches protocols, behind which no HTTP comes. */
    public void onSwitch(int pool, ResponseContext context) {
        for (ResponseFilter filter : pools[pool].switches()) {
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
