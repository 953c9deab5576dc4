/**
 * Immutable facts about what Weir serves: listeners, routes, pools, backends and their policies.
 *
 * <p>Every record checks its ranges in its constructor, so a value that exists is a value that makes sense. Durations
 * are milliseconds and sizes are bytes; the name says which. May import {@code weir.buf}, {@code weir.text},
 * {@code weir.balance}, {@code weir.proxyprotocol} and {@code weir.http}. Any thread. Start at
 * {@link weir.model.Configuration}.
 */
package weir.model;
