package weir.pool;

import java.util.List;
import weir.model.Listener;
import weir.model.PoolTimeouts;
import weir.model.Route;
import weir.model.RouteTerms;

/**
 * A route's own terms, ready for its requests. Where a listener has none at all, nobody asks. Immutable, any thread.
 */
public final class RouteRules {
    private final RouteTerms terms;
    private final long bodyBytesMax;
    /** Null = the pool's. */
    private final RetryRules retry;

    private RouteRules(RouteTerms terms, long listenersBodyBytesMax) {
        this.terms = terms;
        bodyBytesMax = terms.limitsBody() ? terms.bodyBytesMax() : listenersBodyBytesMax;
        retry = terms.retry() == null ? null : new RetryRules(terms.retry());
    }

    /**
     * By the index of the route, behind that of no route; null where a route has nothing of its own. The whole is null
     * when none has. A body limit of one makes all others check theirs, as the listener can check only the largest
     * before the route is known.
     */
    public static RouteRules[] of(Listener listener) {
        final List<RouteTerms> terms =
                listener.routes().stream().map(Route::terms).toList();
        if (terms.stream().allMatch(RouteTerms::isNone)) {
            return null;
        }
        final boolean limitsBody = terms.stream().anyMatch(RouteTerms::limitsBody);
        final RouteRules[] rules = new RouteRules[1 + terms.size()];
        for (int i = 0; i < rules.length; i++) {
            final RouteTerms of = i == 0 ? RouteTerms.NONE : terms.get(i - 1);
            rules[i] = of.isNone() && !limitsBody
                    ? null
                    : new RouteRules(of, listener.limits().bodyBytesMax());
        }
        return rules;
    }

    /** The largest body that any route of that listener takes. */
    public static long bodyBytesMax(Listener listener) {
        return listener.routes().stream()
                .mapToLong(route -> route.terms().bodyBytesMax())
                .reduce(listener.limits().bodyBytesMax(), Math::max);
    }

    public long bodyBytesMax() {
        return bodyBytesMax;
    }

    /** {@link RouteTerms#UNSET} = as long as it takes. */
    public int totalMs() {
        return terms.totalMs();
    }

    public int responseMs(PoolTimeouts pool) {
        return terms.responseMs() == RouteTerms.UNSET ? pool.responseMs() : terms.responseMs();
    }

    public int bodyMs(PoolTimeouts pool) {
        return terms.bodyMs() == RouteTerms.UNSET ? pool.bodyMs() : terms.bodyMs();
    }

    RetryRules retry(RetryRules pool) {
        return retry == null ? pool : retry;
    }
}
