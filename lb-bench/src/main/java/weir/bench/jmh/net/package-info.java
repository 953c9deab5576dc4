/** What {@code weir.net} costs. Start at {@link weir.bench.jmh.net.MailboxBenchmark}. */
package weir.bench.jmh.net;
