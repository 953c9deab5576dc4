package weir.filter;

import weir.model.ExchangeEnd;
import weir.snapshot.AccessList;

/**
 * {@code allow} and {@code deny} of a listener or a route, for the client that a request is from: whom a trusted proxy
 * names, else who has connected. Allocates nothing. Thread: owning loop only.
 */
final class AccessFilter implements RequestFilter {
    private static final int ADDRESS_BYTES_MAX = 16;

    private final AccessList list;
    private final byte[] address = new byte[ADDRESS_BYTES_MAX];

    private AccessFilter(AccessList list) {
        this.list = list;
    }

    /** @param list null = everybody may, and so there is no filter */
    static AccessFilter of(AccessList list) {
        return list == null ? null : new AccessFilter(list);
    }

    @Override
    public boolean apply(RequestContext context) {
        final int length = context.client().forwarded().routedClient(context.head(), context.in(), address);
        return list.admits(address, length) ? PASS : context.refuse(ExchangeEnd.DENIED, null, 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessFilter filter && list == filter.list;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(list);
    }
}
