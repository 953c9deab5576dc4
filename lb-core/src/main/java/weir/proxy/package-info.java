/**
 * What every protocol shares: the loop's view of pools and backends, upstream connections and their pools, the lines of those who wait for room, relay buffers, and how an exchange
 * ends.
 *
 * <p>May import all packages above it in docs/ARCHITECTURE.md's table. Start at {@link weir.proxy.LoopView}.
 */
package weir.proxy;
