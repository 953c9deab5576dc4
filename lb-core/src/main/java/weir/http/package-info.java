/**
 * HTTP/1.x grammar: heads, body framing, head rewriting. Pure: bytes in, values out.
 *
 * <p>May import {@code weir.buf} only. No sockets, clocks, logs or threads, so every test is a table.
 * Start at {@link weir.http.HeadView} (what others read of a head), {@link weir.http.RequestParser} (syntax) and
 * {@link weir.http.RequestHead} (meaning).
 */
package weir.http;
