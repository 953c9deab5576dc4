/**
 * Mode {@code tcp} of a listener: bytes both ways between a client and a backend, whatever they mean.
 *
 * <p>May import {@code proxy} and what that may, but not {@code proxy.http1}. Start at {@link weir.proxy.tcp.TcpConnection}; the relay itself is {@link
 * weir.relay.Relay}, which upgraded HTTP connections share.
 */
package weir.proxy.tcp;
