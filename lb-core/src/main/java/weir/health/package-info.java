/**
 * The probe loop: checks backends in the background, listens to what the loops experience, merges both with what the operator wants, and tells the loops.
 *
 * <p>May import {@code net}, {@code http}, {@code snapshot}, {@code time}, {@code stats}, {@code buf} and {@code model}. Start at {@link weir.health.Probe}.
 */
package weir.health;
