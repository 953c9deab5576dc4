package weir.filter;

import java.nio.ByteBuffer;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.pool.Stickiness;
import weir.template.TemplateOutput;
import weir.template.Values;

/**
 * The response that is filtered just now. One per listener and loop, filled anew for each response.
 *
 * <p>Until then it keeps what it was given, on purpose: head and buffer are lent by stocks that last as long as the
 * loop, stickiness leads no further than its pool, and none of them to a transport. To clear them would cost each
 * response some writes, and free next to nothing. Thread: owning loop only.
 */
public final class ResponseContext {
    private final Values values;
    private final TemplateOutput out;
    private HeadView head;
    private ByteBuffer in;
    private HeadEdit edit;
    private Stickiness sticky;
    private int backend;
    private byte[] explainLine;
    private boolean isToHttp10;
    private boolean keepsClient;
    private long nowNs;

    /**
     * @param values what placeholders are in the exchange whose response is filtered
     * @param out for whoever writes a template, for as long as its call
     */
    public ResponseContext(Values values, TemplateOutput out) {
        this.values = values;
        this.out = out;
    }

    /**
     * For a backend's response.
     *
     * @param backend index of who has sent it
     * @param explainLine why it was that one, as a whole line; null = nobody asks
     */
    public void begin(HeadView head, ByteBuffer in, HeadEdit edit, Stickiness sticky, int backend, byte[] explainLine) {
        this.head = head;
        this.in = in;
        this.edit = edit;
        this.sticky = sticky;
        this.backend = backend;
        this.explainLine = explainLine;
    }

    /** For a response of Weir's own. */
    public void begin(byte[] explainLine) {
        begin(null, null, null, null, 0, explainLine);
    }

    /** How it reaches the client; for the final response of HTTP. */
    public void deliver(boolean toHttp10, boolean keepsClient, long nowNs) {
        this.isToHttp10 = toHttp10;
        this.keepsClient = keepsClient;
        this.nowNs = nowNs;
    }

    // --- for filters

    HeadView head() {
        return head;
    }

    /** The buffer in which the head is. */
    ByteBuffer in() {
        return in;
    }

    HeadEdit edit() {
        return edit;
    }

    Stickiness sticky() {
        return sticky;
    }

    int backend() {
        return backend;
    }

    byte[] explainLine() {
        return explainLine;
    }

    boolean isToHttp10() {
        return isToHttp10;
    }

    boolean keepsClient() {
        return keepsClient;
    }

    Values values() {
        return values;
    }

    TemplateOutput out() {
        return out;
    }

    long nowNs() {
        return nowNs;
    }
}
