/**
 * Weir and its peers side by side, in several scenarios: the same load through each, paired round by round
 * ({@code compare}), and a page of what came of it ({@code report}).
 *
 * <p>Knows nothing of lb-core but how its jar is started. Start at {@link weir.bench.compare.Comparison}; what is asked
 * of the proxies is in {@link weir.bench.compare.Scenario}.
 */
package weir.bench.compare;
