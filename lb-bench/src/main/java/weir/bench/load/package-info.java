/**
 * {@code load}: closed and open load with latencies that can be believed.
 *
 * <p>Imports {@code weir.bench.wire}, {@code weir.bench.words}, {@code weir.bench.host} and {@code weir.bench.report};
 * nothing of lb-core. Start at {@link weir.bench.load.LoadLoop}, which does the work of one thread;
 * {@link weir.bench.load.Load} runs several and collects.
 */
package weir.bench.load;
