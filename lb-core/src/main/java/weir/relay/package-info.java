/**
 * Bytes from one side to the other: the buffer that both directions of everything use, whose turn it is to move many of
 * them, and tunnels, with their end when Weir stops.
 *
 * <p>May import {@code weir.buf}, {@code weir.time}, {@code weir.websocket}, {@code weir.http}, {@code weir.model},
 * {@code weir.stats} and {@code weir.net}. Owning loop only. Start at {@link weir.relay.RelayBuffer};
 * {@link weir.relay.Relay} is two of them.
 */
package weir.relay;
