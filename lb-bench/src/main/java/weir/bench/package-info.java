/**
 * The command line of Weir's benchmarks. Each command lives in its own package and says in its help how it measures.
 *
 * <p>Start at {@link weir.bench.Main}.
 */
package weir.bench;
