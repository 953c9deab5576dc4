/** What {@code weir.buf} costs. Start at {@link weir.bench.jmh.buf.SwarBenchmark}. */
package weir.bench.jmh.buf;
