/**
 * TLS between a connection's state machine and its socket: a {@link weir.net.Transport} over another one, driven on the
 * loop.
 *
 * <p>Knows engines, not certificates, and neither server nor client: who makes the engine decides. May import
 * {@code weir.net}, {@code weir.sni}, {@code weir.buf}, {@code weir.time}, {@code weir.stats} and
 * {@code weir.proxyprotocol}. Start at {@link weir.net.tls.TlsTransport}.
 */
package weir.net.tls;
