package weir.model;

import java.net.SocketAddress;

/**
 * Where clients connect, and what stands before the first byte that they say.
 *
 * @param bind address and port, where port 0 lets the system choose; or a Unix socket
 * @param socketMode permissions of a Unix socket's file
 * @param proxyProtocol the proxies that send a PROXY header; null = none
 * @param tls null = connections are plain
 */
public record Entrance(SocketAddress bind, int socketMode, ProxyProtocol proxyProtocol, Tls tls) {
    public Entrance {
        Listener.SOCKET_MODE_RANGE.check(socketMode);
    }
}
