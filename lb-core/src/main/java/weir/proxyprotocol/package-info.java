/**
 * The PROXY protocol, by which one proxy tells the next whose connection it carries: its header, read and written.
 * Pure: bytes in, values out.
 *
 * <p>The specification is proxy-protocol.txt of HAProxy; sections in comments are its. May import {@code weir.buf}
 * only. Start at {@link weir.proxyprotocol.ProxyHeaderReader}.
 */
package weir.proxyprotocol;
