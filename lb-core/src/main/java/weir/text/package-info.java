/**
 * Text from outside, made fit to be printed or logged.
 *
 * <p>May import nothing but {@code java.*}. Start at {@link weir.text.OneLine}.
 */
package weir.text;
