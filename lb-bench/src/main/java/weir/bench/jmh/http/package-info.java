/** What {@code weir.http} costs. Start at {@link weir.bench.jmh.http.RequestParserBenchmark}. */
package weir.bench.jmh.http;
