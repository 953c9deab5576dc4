package weir.model;

import java.util.List;

/**
 * The proxies that begin their connections to a listener with a PROXY header.
 *
 * @param from networks of the proxies in front. Each of them must send a header; all others are clients that speak for
 *     themselves, and a header from one of those is garbage like any other.
 */
public record ProxyProtocol(List<AddressRange> from) {
    public static final Range FROM_RANGE = new Range("from", 1, 1_000);

    public ProxyProtocol {
        from = Given.list("proxy-protocol.from", from);
        FROM_RANGE.check(from.size());
    }

    /** The connection from that address begins with a header. O(networks). */
    public boolean isExpectedFrom(byte[] address) {
        return AddressRange.anyContains(from, address, address.length);
    }
}
