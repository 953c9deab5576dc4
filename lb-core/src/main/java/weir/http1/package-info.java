/**
 * The HTTP/1.1 exchange: client side, upstream side, and the two directions between them.
 *
 * <p>May import all packages above it in docs/ARCHITECTURE.md's table. Start at {@link weir.http1.Exchange}.
 */
package weir.http1;
