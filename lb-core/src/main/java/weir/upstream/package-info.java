/**
 * Connections to backends: opened, greeted with a PROXY header, secured, used by one exchange at a time, kept for the
 * next. Knows no protocol on them, nor why a backend was picked.
 *
 * <p>May import {@code weir.buf}, {@code weir.time}, {@code weir.proxyprotocol}, {@code weir.model},
 * {@code weir.stats}, {@code weir.snapshot}, {@code weir.net}, {@code weir.net.tls} and {@code weir.tls}. Owning loop
 * only. Start at {@link weir.upstream.Upstreams}, one for each pool.
 */
package weir.upstream;
