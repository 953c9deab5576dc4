/**
 * The compiled table that leads from a request head to a pool.
 *
 * <p>May import {@code weir.buf}, {@code weir.http}, {@code weir.model} and RE2/J.
 * Start at {@link weir.route.RouteTable}.
 */
package weir.route;
