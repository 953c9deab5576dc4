/**
 * One selector thread: readiness, mailbox, timers, accepting, transports. Knows no HTTP.
 *
 * <p>May import {@code weir.buf}, {@code weir.time}, {@code weir.stats}, {@code weir.proxyprotocol} and JCTools. Start
 * at {@link weir.net.EventLoop}.
 */
package weir.net;
