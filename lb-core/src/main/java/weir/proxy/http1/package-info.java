/**
 * The HTTP/1.1 exchange: client side, upstream side, and the two directions between them.
 *
 * <p>May import {@code weir.proxy} and all above it. Start at {@link weir.proxy.http1.Exchange}.
 */
package weir.proxy.http1;
