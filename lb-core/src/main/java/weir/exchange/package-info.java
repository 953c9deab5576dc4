/**
 * What the exchanges of one loop share, whatever they are spoken in: its pools and connections, its buffers and tools,
 * its clients; and what Weir answers itself.
 *
 * <p>May import all packages above it in docs/ARCHITECTURE.md's table. Start at {@link weir.exchange.LoopView}.
 */
package weir.exchange;
