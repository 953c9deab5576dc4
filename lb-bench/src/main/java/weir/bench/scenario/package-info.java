/**
 * End-to-end experiments with peers side by side: the same load through Weir, nginx and HAProxy, paired round by round.
 *
 * <p>Imports {@code host}, {@code stats} and {@code report} only; knows nothing of lb-core but how its jar is started.
 * Start at {@link weir.bench.scenario.Comparison}.
 */
package weir.bench.scenario;
