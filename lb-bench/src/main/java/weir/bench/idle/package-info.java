/**
 * What idle kept-alive connections cost a server: heap, resident memory, CPU time, and the latency of those that are
 * not idle.
 *
 * <p>Imports {@code host}, {@code report} and {@code wire} only; nothing of lb-core, so that a bug of lb-core's parser
 * cannot hide itself. Start at {@link weir.bench.idle.IdleCommand}.
 */
package weir.bench.idle;
