package weir.proxyprotocol;

import java.net.InetSocketAddress;

/**
 * What a PROXY header says. Immutable, any thread.
 *
 * @param kind whose connection it is
 * @param client with {@link Kind#NAMED}: who has connected to the proxy; else null
 * @param server with {@link Kind#NAMED}: where it has connected to; else null
 * @param extensions of version 2, as they came, but for checksum and padding, which belong to one header (§2.2.3,
 *     §2.2.4); nobody may change them
 */
public record ProxyHeader(Kind kind, InetSocketAddress client, InetSocketAddress server, byte[] extensions) {
    /** Whom it speaks of. */
    public enum Kind {
        /** A client with an IP address. */
        NAMED,
        /** A client that has reached the proxy by a Unix socket, so that there is no address to tell. */
        UNIX,
        /**
         * The proxy itself, as in a health check, or somebody it does not know: the connection's own addresses count.
         */
        UNNAMED
    }

    static final byte[] NO_EXTENSIONS = {};
    static final ProxyHeader UNNAMED = new ProxyHeader(Kind.UNNAMED, null, null, NO_EXTENSIONS);

    static ProxyHeader of(InetSocketAddress client, InetSocketAddress server, byte[] extensions) {
        return new ProxyHeader(Kind.NAMED, client, server, extensions);
    }
}
