/**
 * What the tests of several packages share: real messages by name, parsers at every split, random numbers with a seed
 * that can be replayed.
 *
 * <p>Start at {@link weir.testkit.WireCorpus}.
 */
package weir.testkit;
