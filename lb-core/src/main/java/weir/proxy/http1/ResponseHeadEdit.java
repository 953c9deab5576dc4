package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.exchange.LoopView;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.http.ResponseHead;
import weir.pool.Stickiness;
import weir.relay.Inbound;

/** Makes of a backend's head what the client shall see, in the buffer that it was read into. Thread: owning loop only. */
final class ResponseHeadEdit {
    /** A head that was repaired begins so early that nothing more fits before it. */
    static final int NO_ROOM = -1;

    private static final byte[] CONNECTION_CLOSE_LINE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] CONNECTION_KEEP_ALIVE_LINE = Ascii.bytes("Connection: keep-alive\r\n");
    /** In lower case. */
    private static final byte[] HSTS_NAME = Ascii.bytes("strict-transport-security");

    private final LoopView view;
    private final Inbound bytes;
    private final ResponseHead head;
    /** Added to each response; null = nothing. */
    private final byte[] hstsLine;

    ResponseHeadEdit(LoopView view, Inbound bytes, ResponseHead head, byte[] hstsLine) {
        this.view = view;
        this.bytes = bytes;
        this.head = head;
        this.hstsLine = hstsLine;
    }

    /** An interim head; returns where it begins now. */
    int rewriteInterim() {
        return head.rewrite(bytes.buffer(), begin(false), 0);
    }

    /** A head that switches protocols; returns where it begins now. */
    int rewriteSwitch(Stickiness sticky, int backend) {
        final HeadEdit edit = begin(false);
        sticky.edit(head.view(), bytes.buffer(), edit, backend);
        return head.rewrite(bytes.buffer(), edit, 0);
    }

    /**
     * A final head.
     *
     * @param explainLine null = the client is told nothing of why it got that backend
     * @param gapBytes size line of a chunk that stands between head and body
     * @return where it begins now, or {@link #NO_ROOM}
     */
    int rewriteFinal(
            Stickiness sticky, int backend, Delivery delivery, boolean toHttp10, byte[] explainLine, int gapBytes) {
        final HeadEdit edit = begin(toHttp10);
        sticky.edit(head.view(), bytes.buffer(), edit, backend);
        if (!head.hasDate()) {
            edit.add(view.dateLine());
        }
        if (!delivery.keepsClient()) {
            edit.add(CONNECTION_CLOSE_LINE);
        } else if (toHttp10) {
            edit.add(CONNECTION_KEEP_ALIVE_LINE);
        }
        if (hstsLine != null && !saysHsts()) {
            edit.add(hstsLine);
        }
        if (explainLine != null) {
            edit.add(explainLine);
        }
        return edit.fits(head.view().base(), gapBytes) ? head.rewrite(bytes.buffer(), edit, gapBytes) : NO_ROOM;
    }

    private HeadEdit begin(boolean toHttp10) {
        final HeadEdit edit = view.headEdit();
        edit.begin();
        head.edit(bytes.buffer(), edit, toHttp10);
        return edit;
    }

    /** What the backend says of it counts: of two such lines clients take the first (RFC 6797 §8.1). */
    private boolean saysHsts() {
        final HeadView fields = head.view();
        final ByteBuffer in = bytes.buffer();
        for (int i = fields.indexOf(in, HSTS_NAME, 0); i >= 0; i = fields.indexOf(in, HSTS_NAME, i + 1)) {
            if (!fields.isDropped(i)) {
                return true;
            }
        }
        return false;
    }
}
