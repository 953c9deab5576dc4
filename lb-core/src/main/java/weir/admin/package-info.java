/**
 * The admin API: state of pools, loops and listeners as JSON, metrics, liveness and readiness, and actions on backends.
 *
 * <p>Its server is built of Weir's own loop and parser. The JDK's {@code HttpServer} reads heads and bodies on a
 * blocking thread, so that as many slow clients as it has threads keep everybody else waiting, and its time limits are
 * properties of the whole JVM, which an embedding program may not want.
 *
 * <p>May import {@code buf}, {@code time}, {@code balance}, {@code http}, {@code model}, {@code stats},
 * {@code snapshot}, {@code net}, {@code config.value}, {@code config}, {@code control}, jackson-core and prometheus;
 * nothing on the way of a request: what loops do it sees through {@link weir.admin.RuntimeView}. Start at
 * {@link weir.admin.AdminServer}, then {@link weir.admin.AdminApi}.
 */
package weir.admin;
