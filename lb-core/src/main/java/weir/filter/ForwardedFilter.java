package weir.filter;

import weir.buf.Ascii;
import weir.model.Listener;
import weir.model.Pool;

/**
 * Tells the backends of one pool who the client is, which way its request came, and which host it is for; see
 * {@link ForwardedFields}.
 */
final class ForwardedFilter implements RequestFilter {
    private final byte[] hostLine;
    private final boolean addsVia;

    ForwardedFilter(Listener listener, Pool pool) {
        hostLine = pool.host() == null ? null : Ascii.bytes("Host: " + pool.host() + "\r\n");
        addsVia = pool.dialect().addsVia() && listener.dialect().addsVia();
    }

    @Override
    public boolean apply(RequestContext context) {
        final ClientFacts client = context.client();
        final boolean namesNoHost = hostLine == null && !context.head().hasHost();
        client.forwarded()
                .edit(
                        context.head(),
                        context.in(),
                        context.edit(),
                        hostLine,
                        namesNoHost ? client.ownAuthorityLine() : null,
                        addsVia);
        return PASS;
    }
}
