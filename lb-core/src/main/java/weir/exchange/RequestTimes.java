package weir.exchange;

import weir.model.ExchangeEnd;
import weir.model.ListenerTimeouts;
import weir.net.EventLoop;

/** The time that a client has for its request, on its timer. Thread: owning loop only. */
public final class RequestTimes {
    private final EventLoop loop;
    private final ClientStream client;
    private final ListenerTimeouts timeouts;
    /** Null before the first body, or the first head that did not come whole: requests in flight are many. */
    private Pace pace;

    private boolean isTimingHead;
    private long headBeganNs;

    public RequestTimes(EventLoop loop, ClientStream client, ListenerTimeouts timeouts) {
        this.loop = loop;
        this.client = client;
        this.timeouts = timeouts;
    }

    /** The next request has its time to itself. */
    public void begin() {
        isTimingHead = false;
    }

    // --- the head

    /** The first bytes are here, but cannot be read yet: they are waited for no longer than a head is. */
    public void awaitFirstByte() {
        client.setTimer(timeouts.headMs());
    }

    /** Something of a head has come. The deadline is set once, with the first byte: trickling does not move it. */
    public void awaitHead() {
        if (!isTimingHead) {
            isTimingHead = true;
            headBeganNs = loop.nowNs();
            client.setTimer(timeouts.headMs(), pace().leftNs(0, 0));
        }
    }

    /**
     * The timer's time is up.
     *
     * @param headBytes that have come
     * @return null when they came fast enough, and there is time left for the rest
     */
    public ExchangeEnd onHeadTimeout(int headBytes) {
        final long owedNs = loop.nowNs() - headBeganNs;
        final long headLeftNs = timeouts.headMs() * 1_000_000L - owedNs;
        final long leftNs = pace().leftNs(headBytes, owedNs);
        if (headLeftNs <= 0) {
            return ExchangeEnd.HEAD_TIMEOUT;
        }
        if (leftNs <= 0) {
            return ExchangeEnd.CLIENT_TOO_SLOW;
        }
        client.setTimer(timeouts.headMs(), Math.min(headLeftNs, leftNs));
        return null;
    }

    // --- the body

    public void beginBody() {
        pace().begin(0);
    }

    /** So many bytes of it have come. */
    public void took(int bytes) {
        pace().took(bytes, loop.nowNs());
    }

    /** It is the client's turn to send more of it. */
    public void awaitBody() {
        client.setTimer(timeouts.bodyMs(), pace().owes(loop.nowNs()));
    }

    /** The client owes nothing for now. */
    public void rest() {
        if (pace != null) {
            pace.rests(loop.nowNs());
        }
    }

    /** The client had its time for the body. */
    public ExchangeEnd onBodyTimeout() {
        return pace().owes(loop.nowNs()) <= 0 ? ExchangeEnd.CLIENT_TOO_SLOW : ExchangeEnd.BODY_TIMEOUT;
    }

    private Pace pace() {
        if (pace == null) {
            pace = new Pace(timeouts);
        }
        return pace;
    }
}
