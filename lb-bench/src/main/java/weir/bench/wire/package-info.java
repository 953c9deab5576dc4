/**
 * What {@code origin} and {@code load} share: lines and bodies of HTTP/1.1, and waiting for a moment or a socket.
 *
 * <p>Written apart from lb-core, and imports nothing of it: a bug on both sides of the proxy would cancel out. Start at
 * {@link weir.bench.wire.LineReader}.
 */
package weir.bench.wire;
