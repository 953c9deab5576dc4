package weir.filter;

import weir.model.Pool;
import weir.model.Sticky;

/**
 * Weir's cookie goes no further than Weir: it is taken out of the request, and set by the response where the client has
 * another one. Immutable.
 */
final class StickyCookie implements RequestFilter, ResponseFilter {
    private static final StickyCookie ONLY = new StickyCookie();

    private StickyCookie() {}

    /** Null where clients stick to nobody, or go by a key. */
    static StickyCookie of(Pool pool) {
        final Sticky sticky = pool.sticky();
        return sticky == null || sticky.cookie() == null ? null : ONLY;
    }

    @Override
    public boolean apply(RequestContext context) {
        context.sticky().edit(context.head(), context.in(), context.edit());
        return PASS;
    }

    @Override
    public void apply(ResponseContext context) {
        context.sticky().edit(context.head(), context.in(), context.edit(), context.backend());
    }
}
