/**
 * HTTP/1.1 for an exchange: the connections of clients, and the two streams between which an exchange stands, each with
 * what reads from it.
 *
 * <p>May import all packages above it in docs/ARCHITECTURE.md's table. Start at {@link weir.http1.Http1Listener}.
 */
package weir.http1;
