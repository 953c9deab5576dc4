/**
 * End-to-end experiments with Weir alone: one algorithm after the other in front of a slow backend
 * ({@code slow-backend}).
 *
 * <p>Knows of lb-core how its jar is started, and what algorithms there are. Start at
 * {@link weir.bench.scenario.SlowBackend}.
 */
package weir.bench.scenario;
