/**
 * The access log: fixed records from the loops to the thread that writes them, one line for each exchange.
 *
 * <p>May import {@code weir.buf}, {@code weir.time}, {@code weir.template}, {@code weir.model} and jackson-core.
 * Start at {@link weir.accesslog.AccessWriter}; what a line says stands in {@link weir.accesslog.AccessLine}.
 */
package weir.accesslog;
