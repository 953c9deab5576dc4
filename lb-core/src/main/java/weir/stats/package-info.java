/**
 * Single-writer counters, written by one loop and read by anyone.
 *
 * <p>May import {@code weir.time}. Start at {@link weir.stats.Counters}.
 */
package weir.stats;
