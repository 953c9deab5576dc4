/**
 * Many connections at once beside clients that are busy all the time, as one scenario of {@code compare} has them.
 *
 * <p>Imports {@code weir.bench.load} for requests and names of problems, {@code weir.bench.wire},
 * {@code weir.bench.words} and {@code weir.bench.host}; nothing of lb-core. Start at {@link weir.bench.storm.Storms}.
 */
package weir.bench.storm;
