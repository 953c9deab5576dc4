package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.exchange.LoopView;
import weir.http.Authority;
import weir.http.HeadView;
import weir.model.Listener;

/**
 * What a listener of mode {@code https-redirect} answers: the request's own URL, but with https.
 *
 * <p>Host and target are copied as the parser has accepted them, so they have no line end, and the target begins with / or is left out, so it cannot become part
 * of the host. One per listener, because of its buffer. Thread: owning loop only.
 */
final class HttpsRedirect {
    private static final int HEAD_BYTES_MAX = 512;
    private static final byte[] LOCATION = Ascii.bytes("Content-Length: 0\r\nLocation: https://");
    private static final byte[] LINE_END = Ascii.bytes("\r\n");
    private static final byte[] CLOSE_LINE = Ascii.bytes("Connection: close\r\n");

    private final LoopView view;
    private final int status;
    private final byte[] statusLine;
    /** Behind the host; empty where clients find it by themselves. */
    private final byte[] port;

    private final ByteBuffer out;

    HttpsRedirect(LoopView view, Listener listener) {
        this.view = view;
        status = listener.redirectStatus();
        statusLine = Ascii.bytes(
                "HTTP/1.1 " + status + (status == 301 ? " Moved Permanently" : " Permanent Redirect") + "\r\n");
        port = Ascii.bytes(listener.httpsPort() == Listener.HTTPS_PORT ? "" : ":" + listener.httpsPort());
        out = ByteBuffer.allocateDirect(bufferBytes(listener));
    }

    static int bufferBytes(Listener listener) {
        return HEAD_BYTES_MAX + Authority.BYTES_MAX + listener.limits().targetBytesMax();
    }

    int status() {
        return status;
    }

    /**
     * Makes the whole response to a request that names a host.
     *
     * @return it, in a buffer that the next one is made in
     */
    ByteBuffer make(HeadView head, ByteBuffer in, boolean keepAlive) {
        out.clear();
        out.put(statusLine).put(view.dateLine()).put(LOCATION);
        put(in, head.hostStart(), Authority.hostNameEnd(in, head.hostStart(), head.hostEnd()));
        out.put(port);
        putTarget(head, in);
        out.put(LINE_END);
        if (!keepAlive) {
            out.put(CLOSE_LINE);
        }
        out.put(LINE_END);
        return out.flip();
    }

    /** Path and query; of * the root. */
    private void putTarget(HeadView head, ByteBuffer in) {
        if (head.pathStart() == head.targetEnd() || in.get(head.pathStart()) != '/') {
            out.put((byte) '/');
        }
        if (head.pathStart() < head.targetEnd() && in.get(head.pathStart()) != '*') {
            put(in, head.pathStart(), head.targetEnd());
        }
    }

    private void put(ByteBuffer in, int from, int to) {
        final int at = out.position();
        out.put(at, in, from, to - from).position(at + to - from);
    }
}
