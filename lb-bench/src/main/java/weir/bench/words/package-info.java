/**
 * Words of the command line that mean quantities: durations, sizes, shares, addresses and distributions of them.
 *
 * <p>Imports nothing of Weir. What cannot be understood is an {@link java.lang.IllegalArgumentException} that says what
 * is accepted. Start at {@link weir.bench.words.Draw}.
 */
package weir.bench.words;
