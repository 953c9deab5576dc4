package weir.exchange;

import weir.filter.DateLine;
import weir.filter.SharedRows;
import weir.http.HeadEdit;
import weir.http.HeadViews;
import weir.http.HttpLimits;
import weir.model.HeaderRules;
import weir.net.EventLoop;
import weir.net.ObjectPool;
import weir.snapshot.Snapshot;
import weir.template.TemplateOutput;

/**
 * What the HTTP exchanges of one loop share to read, rewrite and answer heads; listeners without HTTP need none of it.
 * Thread: owning loop only.
 */
public final class HttpTools {
    private static final int RESPONSE_FIELDS_MAX = 256;

    private final EventLoop loop;
    private final HttpLimits responseLimits;
    private final HeadViews responseTables = new HeadViews(RESPONSE_FIELDS_MAX);
    private final HeadEdit headEdit;
    private final DateLine date;
    private final SharedRows filterRows;
    private final LocalReplies ownResponse;
    private final ObjectPool<OwnTail> tails;
    /** Holds all lines of a level; for whoever writes a template, for as long as its call. */
    private final TemplateOutput templateOutput = new TemplateOutput(2 * HeaderRules.BYTES_MAX);

    /** @param number of the loop */
    HttpTools(EventLoop loop, Snapshot snapshot, int number) {
        this.loop = loop;
        responseLimits = new HttpLimits(LoopView.headBytesMax(snapshot.configuration()), RESPONSE_FIELDS_MAX, 0);
        headEdit = new HeadEdit(
                Math.max(RESPONSE_FIELDS_MAX, headersMax(snapshot)),
                snapshot.configuration().policyBytesMax());
        date = new DateLine(loop.clock());
        filterRows = new SharedRows(snapshot.listeners(), date, snapshot.limits(), number);
        ownResponse = new LocalReplies(date);
        tails = new ObjectPool<>(loop);
    }

    private static int headersMax(Snapshot snapshot) {
        return snapshot.listeners().stream()
                .mapToInt(listener -> listener.limits().headersMax())
                .max()
                .orElse(0);
    }

    /** What a response head may be like. */
    public HttpLimits responseLimits() {
        return responseLimits;
    }

    /** For response heads. */
    public HeadViews responseTables() {
        return responseTables;
    }

    /** For one head at a time. */
    public HeadEdit headEdit() {
        return headEdit;
    }

    public byte[] dateLine() {
        return date.at(loop.nowNs());
    }

    /** For the filters of each listener. */
    public SharedRows filterRows() {
        return filterRows;
    }

    TemplateOutput templateOutput() {
        return templateOutput;
    }

    public LocalReplies ownResponse() {
        return ownResponse;
    }

    /** For the rest of a body, from its beginning on. */
    OwnTail takeTail() {
        final OwnTail spare = tails.take();
        return spare == null ? new OwnTail() : spare;
    }

    void giveTail(OwnTail tail) {
        tail.end();
        tails.give(tail);
    }
}
