package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.http.Authority;
import weir.http.Fault;
import weir.http.HeadView;
import weir.http.LocalReply;
import weir.model.Listener;
import weir.model.ListenerMode;

/**
 * What a listener of mode {@code https-redirect} answers: the request's own URL, but with https.
 *
 * <p>Host and target are copied as the parser has accepted them, so they have no line end, and the target begins with /
 * or is left out, so it cannot become part of the host. One per listener, because of its buffer. Thread: owning loop
 * only.
 */
final class HttpsRedirect implements RequestFilter {
    private static final int HEAD_BYTES_MAX = 512;
    private static final byte[] LOCATION = Ascii.bytes("Location: https://");
    private static final byte[] ROOT = {'/'};

    private final DateLine date;
    private final int status;
    /** Behind the host; empty where clients find it by themselves. */
    private final byte[] port;

    private final LocalReply reply;

    private HttpsRedirect(Listener listener, DateLine date) {
        this.date = date;
        status = listener.redirectStatus();
        port = Ascii.bytes(listener.httpsPort() == Listener.HTTPS_PORT ? "" : ":" + listener.httpsPort());
        reply = new LocalReply(ByteBuffer.allocateDirect(bufferBytes(listener)));
    }

    /** Null where requests are taken as they come. */
    static HttpsRedirect of(Listener listener, DateLine date) {
        return listener.mode() == ListenerMode.HTTPS_REDIRECT ? new HttpsRedirect(listener, date) : null;
    }

    static int bufferBytes(Listener listener) {
        return HEAD_BYTES_MAX
                + Authority.BYTES_MAX
                + listener.limits().targetBytesMax()
                + Filters.ownHeadersBytes(listener);
    }

    @Override
    public boolean apply(RequestContext context) {
        final HeadView head = context.head();
        if (!head.hasHost()) {
            return context.refuse(Fault.HOST_MISSING);
        }
        final ByteBuffer in = context.in();
        reply.begin(status, date.at(context.nowNs()))
                .length()
                .add(LOCATION)
                .add(in, head.hostStart(), Authority.hostNameEnd(in, head.hostStart(), head.hostEnd()))
                .add(port);
        addTarget(head, in);
        return context.answer(reply.endLine());
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
