/**
 * End-to-end experiments: the same load through Weir, nginx and HAProxy, paired round by round ({@code compare}), and through
 * Weir with one algorithm after the other ({@code slow-backend}).
 *
 * <p>Knows nothing of lb-core but how its jar is started. Start at {@link weir.bench.scenario.Comparison} and {@link
 * weir.bench.scenario.SlowBackend}.
 */
package weir.bench.scenario;
