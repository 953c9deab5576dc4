/**
 * The demo backend: a small HTTP server that echoes requests and fails on demand. Something to balance, not a part of
 * it.
 *
 * <p>Built on the JDK's own {@code com.sun.net.httpserver} so that nothing of the proxy is needed to try the proxy: a
 * bug shared by both sides would cancel out. Imports no other package of Weir. Start at
 * {@link weir.app.demo.DemoBackend}.
 */
package weir.app.demo;
