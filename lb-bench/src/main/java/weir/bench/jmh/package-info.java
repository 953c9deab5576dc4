/**
 * Micro-benchmarks, in packages named like those of lb-core they look at, and the messages they are fed with.
 *
 * <p>A benchmark asks one question, in its Javadoc, and has a baseline beside it. Run them with
 * {@code java -jar weir-bench.jar jmh NAME -prof gc}; allocation must be 0 B/op on the path of a request.
 * Start at {@link weir.bench.jmh.WireCorpus}, or at {@link weir.bench.jmh.PickBenchmark} for one that stands alone.
 */
package weir.bench.jmh;
