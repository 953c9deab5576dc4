/**
 * What idle kept-alive connections cost a server: heap, resident memory, CPU time, and the latency of those that are not idle.
 *
 * <p>Imports {@code host} and {@code report} only. The HTTP client here is its own, so that a bug of lb-core's parser cannot
 * hide itself. Start at {@link weir.bench.idle.IdleCommand}.
 */
package weir.bench.idle;
