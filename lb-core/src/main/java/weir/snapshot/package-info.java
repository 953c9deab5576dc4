/**
 * What all loops agree on, the permits of limited backends that they share, and the door through which health and
 * control reach a loop.
 *
 * <p>May import {@code weir.model}, {@code weir.route}, {@code weir.balance}, {@code weir.stats}. Start at
 * {@link weir.snapshot.Snapshot}.
 */
package weir.snapshot;
