/**
 * Acts on the loops as a whole: stops them in good order, changes their backends, and keeps what operators have changed
 * over a restart.
 *
 * <p>May import {@code config}, {@code model}, {@code snapshot}, {@code time} and jackson-core. Reaches loops through
 * {@link weir.snapshot.LoopPort} and {@link weir.snapshot.SnapshotPort} only. Start at
 * {@link weir.control.BackendActions}, and at {@link weir.control.StateRestore} for what is kept.
 */
package weir.control;
