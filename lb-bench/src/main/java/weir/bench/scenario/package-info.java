/**
 * End-to-end experiments with Weir alone: one algorithm after the other in front of a slow backend ({@code slow-backend}).
 *
 * <p>Knows nothing of lb-core but how its jar is started. Start at {@link weir.bench.scenario.SlowBackend}.
 */
package weir.bench.scenario;
