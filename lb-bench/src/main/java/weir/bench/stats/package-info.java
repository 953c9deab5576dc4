/**
 * Medians and their uncertainty. Pure arithmetic: numbers in, numbers out.
 *
 * <p>Imports nothing but {@code java.util}. Start at {@link weir.bench.stats.MedianInterval}.
 */
package weir.bench.stats;
