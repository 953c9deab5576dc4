/**
 * One request and its response, between a client's stream and a backend's, whatever these speak: which way it goes,
 * what is sent again, how it ends. And what the exchanges share: of a loop its pools and connections, its buffers and
 * tools, its clients; of a listener its routes and filters.
 *
 * <p>May import all packages above it in docs/ARCHITECTURE.md's table. Start at {@link weir.exchange.Exchange}, and at
 * {@link weir.exchange.ClientStream} and {@link weir.exchange.UpstreamStream} to add a protocol.
 */
package weir.exchange;
