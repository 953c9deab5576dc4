/**
 * What every protocol shares: the loop's view, upstream connections and their pools, relay buffers, listeners.
 *
 * <p>May import all packages above it in docs/ARCHITECTURE.md's table. Start at {@link weir.proxy.LoopView}.
 */
package weir.proxy;
