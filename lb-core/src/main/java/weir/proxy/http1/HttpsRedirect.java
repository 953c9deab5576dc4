package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.exchange.LoopView;
import weir.http.Authority;
import weir.http.HeadView;
import weir.http.LocalReply;
import weir.model.Listener;

/**
 * What a listener of mode {@code https-redirect} answers: the request's own URL, but with https.
 *
 * <p>Host and target are copied as the parser has accepted them, so they have no line end, and the target begins with / or is left out, so it cannot become part
 * of the host. One per listener, because of its buffer. Thread: owning loop only.
 */
final class HttpsRedirect {
    private static final int HEAD_BYTES_MAX = 512;
    private static final byte[] LOCATION = Ascii.bytes("Location: https://");
    private static final byte[] ROOT = {'/'};

    private final LoopView view;
    private final int status;
    /** Behind the host; empty where clients find it by themselves. */
    private final byte[] port;

    private final LocalReply reply;

    HttpsRedirect(LoopView view, Listener listener) {
        this.view = view;
        status = listener.redirectStatus();
        port = Ascii.bytes(listener.httpsPort() == Listener.HTTPS_PORT ? "" : ":" + listener.httpsPort());
        reply = new LocalReply(ByteBuffer.allocateDirect(bufferBytes(listener)));
    }

    static int bufferBytes(Listener listener) {
        return HEAD_BYTES_MAX + Authority.BYTES_MAX + listener.limits().targetBytesMax();
    }

    /**
     * Makes the response to a request that names a host; the caller ends it.
     *
     * @return it, in a buffer that the next one is made in
     */
    LocalReply make(HeadView head, ByteBuffer in) {
        reply.begin(status, view.dateLine())
                .length()
                .add(LOCATION)
                .add(in, head.hostStart(), Authority.hostNameEnd(in, head.hostStart(), head.hostEnd()))
                .add(port);
        addTarget(head, in);
        return reply.endLine();
    }

    /** Path and query; of * the root. */
    private void addTarget(HeadView head, ByteBuffer in) {
        if (head.pathStart() == head.targetEnd() || in.get(head.pathStart()) != '/') {
            reply.add(ROOT);
        }
        if (head.pathStart() < head.targetEnd() && in.get(head.pathStart()) != '*') {
            reply.add(in, head.pathStart(), head.targetEnd());
        }
    }
}
