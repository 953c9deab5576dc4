/** What {@code weir.stats} costs. Start at {@link weir.bench.jmh.stats.CountersBenchmark}. */
package weir.bench.jmh.stats;
