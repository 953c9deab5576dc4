package weir.exchange;

import weir.http.Fault;
import weir.http.HeadView;
import weir.http.Method;
import weir.model.ExchangeEnd;
import weir.relay.RelayBuffer;

/**
 * The reading half of a {@link ClientStream}: finds where the head and the body of a request end, in the buffer of the
 * exchange, and knows what the head means for both sides.
 *
 * <pre>
 *   begin --read--> HEAD --{@link #rewriteHead}, {@link #readFirstOfBody}, read--> BODY ... --> {@link #isReceived}
 *     ^                                                                                   |
 *     '----------------------------{@link #readNext}, of what stands behind it------------'
 * </pre>
 *
 * <p>What an implementation owes: it calls nobody about what it has read. Each read answers with a
 * {@link RequestEvent}, on which the exchange acts; behind the act nothing of the request need be the same. It moves no
 * byte that is still to be sent, or that the exchange holds for another try. What it lets be sent is an HTTP/1.1
 * message: the head as the upstream shall see it, and the body by the framing that the head names. Views of a head last
 * until {@link #giveFields}; what methods without a view answer lasts until the next request. Thread: owning loop only.
 */
public abstract class RequestSource {
    // --- reading

    /** For the first request of a busy period; its stream is open. */
    protected abstract void open();

    /** The next head is expected there. */
    protected abstract void begin(int start);

    protected abstract void release();

    /** Bytes behind the last request are here: begins with those. */
    protected abstract RequestEvent readNext();

    /**
     * Reads once.
     *
     * @param heldFrom where the bytes begin that are needed yet
     */
    protected abstract RequestEvent read(int heldFrom);

    /** Takes in what of the body has come together with the head, behind {@link #rewriteHead}. */
    protected abstract RequestEvent readFirstOfBody();

    /** More of a long body than others must wait for may be next, see {@link weir.relay.BulkTurns}. */
    protected abstract boolean isBulk();

    /** There is room for what stands behind the request. */
    protected abstract boolean mayReadAhead(int heldFrom);

    /** Of what is not a head any more nobody asks for fields. */
    protected abstract void giveFields();

    /** The client has ended; seen while nothing is read. */
    protected abstract RequestEvent onBroken();

    // --- time

    /** The client had its time for what it owes. Null when it has some left. */
    protected abstract ExchangeEnd onTimeout();

    /** It is the client's turn to send more of the body. */
    protected abstract void awaitBody();

    /** The client owes nothing for now. */
    protected abstract void rest();

    // --- the head

    /** The head's parts, in the buffer of the exchange. */
    protected abstract HeadView head();

    /**
     * Turns the head, which filters have edited, into what the upstream shall see, which is to be sent then.
     *
     * @param replacesHost a filter has added Host
     * @return false when it would be too large; nothing has changed then
     */
    protected abstract boolean rewriteHead(boolean replacesHost);

    protected abstract Method method();

    /** The client knows no interim responses, and must be told that it may go on. */
    protected abstract boolean isHttp10();

    /** The client takes a body in chunks; else those of the backend are taken off. */
    protected abstract boolean knowsChunks();

    /**
     * How a backend's response gets to the client.
     *
     * @param bodyBytes its framing there, as {@link ResponseSource#bodyBytes}
     * @param mayKeep the client may send another request if it can tell where this response ends
     */
    protected abstract Delivery deliver(long bodyBytes, boolean mayKeep);

    /** It must not be passed on: it has no hop left (RFC 9110 §7.6.2). */
    protected abstract boolean hasNoHopLeft();

    /** It has credentials that authenticate the connection it comes on. */
    protected abstract boolean tiesConnection();

    protected abstract boolean isUpgrade();

    /** The protocols that were passed on, as a list; null when none was. */
    protected abstract String upgradeOffer();

    /** It is not needed any more. */
    protected abstract void forgetUpgradeOffer();

    /** There is a body, or may be. */
    protected abstract boolean hasBody();

    /** A refusal has no body; known as soon as the method is. */
    protected abstract boolean isForHead();

    /** Tells the access log of a head that is not complete and will not be. */
    protected abstract void notePart();

    // --- 100 Continue

    /**
     * The route is known, and takes so much of a body. Before any of it is read.
     *
     * @return false when the head says that there is more: the request is to be refused, with 413
     */
    protected abstract boolean limitBody(long bytesMax);

    /** The client sends its body only when the upstream has said so. */
    protected abstract boolean awaitsContinue();

    /** The upstream has said so. */
    protected abstract void onContinue();

    // --- what others ask

    /** Why the request is refused. */
    protected abstract Fault fault();

    /** Of the body so far, without framing. */
    protected abstract long contentBytes();

    /** A byte of the request has come. */
    protected abstract boolean hasBegun();

    /** Its next bytes are here already, but there was no buffer to read them in. */
    protected abstract boolean isParseDue();

    protected abstract boolean isHeadComplete();

    protected abstract boolean isInBody();

    /** The whole request has been read. */
    protected abstract boolean isReceived();

    /** Something stands behind the request in the {@link RelayBuffer}. */
    protected abstract boolean hasBytesBehind();

    /** Client and Weir agree that another request may follow; behind the client's end only what has come before it. */
    protected abstract boolean wantsKeepAlive();

    /** The client expects its stream to be closed and sends nothing more, so closing cannot cost it the response. */
    protected abstract boolean expectsClose();
}
