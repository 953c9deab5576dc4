/**
 * Looks at heads in passing, changes or answers them, for reasons other than HTTP's own.
 *
 * <p>May import {@code weir.buf}, {@code weir.time}, {@code weir.http}, {@code weir.model}, {@code weir.route} and
 * {@code weir.pool}. Start at {@link weir.filter.Filters}, which has the filters in their order.
 */
package weir.filter;
