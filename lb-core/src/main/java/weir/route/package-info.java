/**
 * The compiled table that leads from a request head to a pool.
 *
 * <p>May import {@code weir.buf}, {@code weir.http} and {@code weir.model}. Start at {@link weir.route.RouteTable}.
 */
package weir.route;
