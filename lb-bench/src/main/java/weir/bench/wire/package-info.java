/**
 * What {@code origin}, {@code load} and {@code idle} share: messages of HTTP/1.1, and waiting for a moment or a socket.
 *
 * <p>Written apart from lb-core, and imports nothing of it: a bug on both sides of the proxy would cancel out. Start at
 * {@link weir.bench.wire.MessageReader}.
 */
package weir.bench.wire;
