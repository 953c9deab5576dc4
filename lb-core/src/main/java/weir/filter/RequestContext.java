package weir.filter;

import java.nio.ByteBuffer;
import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.http.LocalReply;
import weir.model.ExchangeEnd;
import weir.pool.Stickiness;
import weir.template.TemplateOutput;
import weir.template.Values;

/**
 * The request that is filtered just now, and what has become of it. One per listener and loop, filled anew for each
 * request.
 *
 * <p>Until then it keeps head, buffer and stickiness of the last request: the first two are lent by stocks that last as
 * long as the loop, the third leads no further than its pool. The client, which leads to its transport, is let go when
 * it leaves. Thread: owning loop only.
 */
public final class RequestContext {
    private final int listener;
    private final Values values;
    private final TemplateOutput out;
    private HeadView head;
    private ByteBuffer in;
    private HeadEdit edit;
    private ClientFacts client;
    private Stickiness sticky;
    private RequestId requestId;
    private long nowNs;
    private LocalReply reply;
    private Fault fault;
    private ExchangeEnd end;
    private RefusalFields endFields;
    private int retryAfterSeconds;
    private long delayNs;
    private int route;
    private boolean wantsExplanation;

    /**
     * @param listener index of the one whose requests these are
     * @param values what placeholders are in the request that is filtered
     * @param out for whoever writes a template, for as long as its call
     */
    public RequestContext(int listener, Values values, TemplateOutput out) {
        this.listener = listener;
        this.values = values;
        this.out = out;
    }

    /** @param edit takes what filters add, once a pool is known */
    public void begin(HeadView head, ByteBuffer in, HeadEdit edit, ClientFacts client, Stickiness sticky, long nowNs) {
        this.head = head;
        this.in = in;
        this.edit = edit;
        this.client = client;
        this.sticky = sticky;
        this.nowNs = nowNs;
        reply = null;
        fault = null;
        end = null;
        delayNs = 0;
        wantsExplanation = false;
    }

    /** @param id takes the request's identity; null where the listener gives none */
    public void identify(RequestId id) {
        requestId = id;
    }

    /** That client is gone, and with it what can be known of it; others stay. */
    public void forget(ClientFacts gone) {
        if (client == gone) {
            client = null;
        }
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

    ClientFacts client() {
        return client;
    }

    Stickiness sticky() {
        return sticky;
    }

    RequestId requestId() {
        return requestId;
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

    /** The client gets this instead of a backend's response; {@code reply} is not ended. */
    boolean answer(LocalReply instead) {
        reply = instead;
        return !RequestFilter.PASS;
    }

    /** Refuses a request that makes no sense here. */
    boolean refuse(Fault why) {
        fault = why;
        return !RequestFilter.PASS;
    }

    /**
     * Ends the exchange so.
     *
     * @param fields what else the client is told; null = nothing
     * @param retryAfter seconds until it is worth another try; 0 = nobody knows
     */
    boolean refuse(ExchangeEnd why, RefusalFields fields, int retryAfter) {
        end = why;
        endFields = fields;
        retryAfterSeconds = retryAfter;
        return !RequestFilter.PASS;
    }

    /** The request goes on, but not to a backend before this time has passed. */
    void delay(long ns) {
        delayNs = Math.max(delayNs, ns);
    }

    int listener() {
        return listener;
    }

    /** Index in the listener, once it is looked for. */
    int route() {
        return route;
    }

    /** The client is to learn why its request goes where it goes. */
    void explain() {
        wantsExplanation = true;
    }

    /** The request has been routed; {@link Filters#NO_ROUTE} = to none. */
    public void take(int route) {
        this.route = route;
    }

    // --- what has become of it

    /** Null when no filter has ended the exchange with such a word. */
    public ExchangeEnd end() {
        return end;
    }

    /** Of {@link #end}; 0 = nobody knows. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Puts what the client is told besides into what says the {@link #end}. */
    public void addFields(LocalReply to) {
        if (endFields != null) {
            endFields.addTo(to, retryAfterSeconds);
        }
    }

    /** How long the request has to wait before it goes to a backend. */
    public long delayNs() {
        return delayNs;
    }

    /** Null when no filter has answered. */
    public LocalReply reply() {
        return reply;
    }

    /** Null when no filter has refused it. */
    public Fault fault() {
        return fault;
    }

    public boolean wantsExplanation() {
        return wantsExplanation;
    }
}
