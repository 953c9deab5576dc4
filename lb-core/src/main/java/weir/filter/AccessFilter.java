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
        return isDenied(context) || !isAllowed(context) ? context.refuse(ExchangeEnd.DENIED, null, 0) : PASS;
    }

    /** Who makes it doubtful whose request it is does not get around it: the nearest address that is known counts. */
    private boolean isDenied(RequestContext context) {
        return list.denies(address, context.client().forwarded().client(context.head(), context.in(), address));
    }

    /** Who lets it be doubtful is nobody here. */
    private boolean isAllowed(RequestContext context) {
        return list.allows(address, context.client().forwarded().routedClient(context.head(), context.in(), address));
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
