/**
 * Proxies on other Java servers, so that Weir has peers that run on a JVM, too: the least program each of them needs,
 * one thread for the work, nothing that costs and is not asked for. Each runs in a process of its own.
 *
 * <p>Imports nothing of ours. Start at {@link weir.bench.peers.UndertowProxy}.
 */
package weir.bench.peers;
