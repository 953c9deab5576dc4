/**
 * Mode {@code tcp} of a listener: bytes both ways between a client and a backend, whatever they mean.
 *
 * <p>May import all packages above it in docs/ARCHITECTURE.md's table but {@code http1}. Start at
 * {@link weir.tcp.TcpConnection}; the relay itself is {@link weir.relay.Relay}, which upgraded HTTP connections share.
 */
package weir.tcp;
