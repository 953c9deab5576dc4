/**
 * Listeners, and what comes before the first byte of a protocol: a PROXY header, TLS.
 *
 * <p>May import {@code weir.buf}, {@code weir.time}, {@code weir.proxyprotocol}, {@code weir.model},
 * {@code weir.stats}, {@code weir.snapshot}, {@code weir.net}, {@code weir.net.tls}, {@code weir.accesslog} and
 * {@code weir.exchange}. Start at {@link weir.ingress.ListenerView}.
 */
package weir.ingress;
