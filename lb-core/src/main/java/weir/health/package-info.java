/**
 * The probe loop: checks backends in the background, listens to what the loops experience, merges both with what the
 * operator wants, and tells the loops.
 *
 * <p>May import {@code buf}, {@code time}, {@code proxyprotocol}, {@code http}, {@code model}, {@code stats},
 * {@code snapshot}, {@code net}, {@code net.tls}, {@code tls} and jackson-core. Start at
 * {@link weir.health.HealthMonitor}.
 */
package weir.health;
