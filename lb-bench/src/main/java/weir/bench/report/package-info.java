/**
 * What every result is printed with: aligned tables, and the fingerprint of the environment without which a number is a
 * rumour.
 *
 * <p>Imports {@code weir.bench.host} only. Start at {@link weir.bench.report.Table}.
 */
package weir.bench.report;
