package weir.filter;

import weir.model.ExchangeEnd;

/** Ends each request of a listener that is in maintenance; there only while it is. Immutable. */
final class MaintenanceFilter implements RequestFilter {
    private final int retryAfterS;

    /** @param retryAfterS 0 = nobody knows */
    MaintenanceFilter(int retryAfterS) {
        this.retryAfterS = retryAfterS;
    }

    @Override
    public boolean apply(RequestContext context) {
        return context.refuse(ExchangeEnd.MAINTENANCE, null, retryAfterS);
    }
}
