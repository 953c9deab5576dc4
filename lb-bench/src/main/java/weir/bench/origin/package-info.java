/**
 * {@code origin}: a small fast upstream with service times, queueing, errors and freezes on demand.
 *
 * <p>Imports {@code weir.bench.wire} and {@code weir.bench.words}; nothing of lb-core, so that no bug is on both sides
 * of the proxy. Start at {@link weir.bench.origin.OriginServer}.
 */
package weir.bench.origin;
