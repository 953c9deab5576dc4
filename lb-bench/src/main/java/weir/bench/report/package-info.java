/**
 * What every result is printed with: aligned tables, charts, and the fingerprint of the environment without which a
 * number is a rumour.
 *
 * <p>Imports {@code weir.bench.host}, {@code weir.bench.stats} and {@code weir.bench.words} only. Start at
 * {@link weir.bench.report.Table}.
 */
package weir.bench.report;
