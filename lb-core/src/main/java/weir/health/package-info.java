/**
 * The probe loop: checks backends in the background, listens to what the loops experience, and tells them who is up.
 *
 * <p>May import {@code net}, {@code http}, {@code snapshot}, {@code time}, {@code stats} and {@code model}. Start at {@link weir.health.Probe}.
 */
package weir.health;
