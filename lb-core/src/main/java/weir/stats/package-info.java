/**
 * Single-writer counters, written by one loop and read by anyone.
 *
 * <p>May import nothing but {@code java.*}. Start at {@link weir.stats.Counters}.
 */
package weir.stats;
