/**
 * Changes a head in passing, for reasons other than HTTP's own.
 *
 * <p>May import {@code weir.buf}, {@code weir.http} and {@code weir.model}. Start at {@link weir.filter.ForwardedFields}.
 */
package weir.filter;
