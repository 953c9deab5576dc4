/**
 * Pooled direct buffers, and scanning of ASCII bytes, down to the IP addresses in them.
 *
 * <p>May import nothing but {@code java.nio} buffers. Start at {@link weir.buf.BufferPool}.
 */
package weir.buf;
