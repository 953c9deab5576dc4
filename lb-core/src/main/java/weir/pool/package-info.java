/**
 * Which backend of a pool an exchange goes to, and whether it may: facts and picker, breakers, retries, stickiness,
 * permits and the line of those who wait for one; and why it was that backend. Knows no connections.
 *
 * <p>May import {@code weir.buf}, {@code weir.time}, {@code weir.balance}, {@code weir.http}, {@code weir.model},
 * {@code weir.stats}, {@code weir.route}, {@code weir.snapshot} and {@code weir.net}. One of each per loop, which alone
 * touches it. Start at {@link weir.pool.BackendSelector}; {@link weir.pool.PoolView} is what it asks.
 */
package weir.pool;
