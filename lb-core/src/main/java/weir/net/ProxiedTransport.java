package weir.net;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import weir.proxyprotocol.ProxyHeader;

/** A connection from a proxy that has told for whom it is. A class of its own, so that others have no field for it. Thread: owning loop only. */
final class ProxiedTransport extends NioTransport {
    private static final SocketAddress UNIX = UnixDomainSocketAddress.of("");

    private final ProxyHeader header;

    ProxiedTransport(NioTransport from, ProxyHeader header) {
        super(from);
        this.header = header;
    }

    @Override
    public SocketAddress remoteAddress() {
        return switch (header.kind()) {
            case NAMED -> header.client();
            case UNIX -> UNIX;
            case UNNAMED -> super.remoteAddress();
        };
    }

    @Override
    public SocketAddress localAddress() {
        return switch (header.kind()) {
            case NAMED -> header.server();
            case UNIX -> UNIX;
            case UNNAMED -> super.localAddress();
        };
    }

    @Override
    public ProxyHeader proxyHeader() {
        return header;
    }
}
