package weir.net;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import javax.net.ssl.SSLSession;
import weir.proxyprotocol.ProxyHeader;

/**
 * What is known of a connection beside its bytes. A {@link Transport} makes it when it is asked, so that a connection
 * at rest has none: not for the path of a request. Immutable, any thread.
 *
 * @param remoteAddress the other end, or whom a proxy there speaks for; null when it is already forgotten
 * @param localAddress this end, or the one that the client of a proxy has connected to; likewise
 * @param tlsSession what TLS has agreed on and who the peer is; null without TLS
 * @param proxyHeader what a proxy in front has told; null = nothing
 */
public record ConnectionFacts(
        SocketAddress remoteAddress, SocketAddress localAddress, SSLSession tlsSession, ProxyHeader proxyHeader) {
    private static final SocketAddress UNIX = UnixDomainSocketAddress.of("");

    /** Of a plain connection without a PROXY header. */
    public ConnectionFacts(SocketAddress remoteAddress, SocketAddress localAddress) {
        this(remoteAddress, localAddress, null, null);
    }

    public boolean isSecured() {
        return tlsSession != null;
    }

    public ConnectionFacts withTls(SSLSession session) {
        return new ConnectionFacts(remoteAddress, localAddress, session, proxyHeader);
    }

    /** The same under the addresses that the header has told, if it has told any. */
    public ConnectionFacts toldBy(ProxyHeader header) {
        return switch (header.kind()) {
            case NAMED -> new ConnectionFacts(header.client(), header.server(), tlsSession, header);
            case UNIX -> new ConnectionFacts(UNIX, UNIX, tlsSession, header);
            case UNNAMED -> new ConnectionFacts(remoteAddress, localAddress, tlsSession, header);
        };
    }
}
