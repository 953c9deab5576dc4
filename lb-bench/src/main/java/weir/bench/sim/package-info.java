/**
 * The simulator: Weir's own pickers, its rule of rise and fall and its retry rule, run against modelled backends under
 * a virtual clock.
 *
 * <p>Uses {@code weir.balance}, {@code weir.model}, {@code weir.health}, {@code weir.time} and {@code weir.buf} of
 * lb-core, and {@code weir.bench.report} and {@code weir.bench.words}. No threads, no sockets, no wall clock: the same
 * {@link weir.bench.sim.Plan} gives the same results. Start at {@link weir.bench.sim.Simulation}.
 */
package weir.bench.sim;
