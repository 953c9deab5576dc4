package weir.filter;

import java.util.Arrays;
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

    private ForwardedFilter(byte[] hostLine, boolean addsVia) {
        this.hostLine = hostLine;
        this.addsVia = addsVia;
    }

    static ForwardedFilter of(Listener listener, Pool pool) {
        return new ForwardedFilter(
                pool.host() == null ? null : Ascii.bytes("Host: " + pool.host() + "\r\n"),
                pool.dialect().addsVia() && listener.dialect().addsVia());
    }

    /** Pools that want to be told the same share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ForwardedFilter filter
                && addsVia == filter.addsVia
                && Arrays.equals(hostLine, filter.hostLine);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(hostLine) + Boolean.hashCode(addsVia);
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
