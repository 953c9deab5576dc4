/**
 * Where the frames of a WebSocket connection begin and end (RFC 6455 §5.2), and the frame that closes one. Nothing is
 * decoded. Pure: bytes in, values out.
 *
 * <p>May import nothing. Start at {@link weir.websocket.FrameReader}.
 */
package weir.websocket;
