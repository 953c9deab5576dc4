package weir.exchange;

import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.http.Method;

/**
 * The reading half of an {@link UpstreamStream}: finds where the heads and the body of a response end, in the buffer of
 * the exchange.
 *
 * <pre>
 *   begin --{@link #read}--> HEAD_BYTES --{@link #parseHead}--> INTERIM --{@link #endInterim}--> (the next head)
 *                                          |--> SWITCH --{@link #awaitSwitch}--> {@link #endSwitch}
 *                                          '--> FINAL --{@link #rewriteHead}, {@link #readFirstOfBody}--> BODY ... --> {@link #isReceived}
 * </pre>
 *
 * <p>What an implementation owes: it calls nobody about what it has read, but the access note of the first byte. Each
 * read, or look at what was read, answers with a {@link ResponseEvent}, on which the exchange acts; the exchange may be
 * over, or on another attempt, behind the act. What it lets be sent is an HTTP/1.1 message: a head as the client shall
 * see it, and a body by length or in chunks as they came, or with chunks taken off. Thread: owning loop only.
 */
public abstract class ResponseSource {
    // --- reading

    /**
     * Before the first byte of a response is read.
     *
     * @param tolerances what the backend's pool puts up with, as bits of {@link weir.http.Tolerance}
     */
    protected abstract void begin(int tolerances);

    protected abstract void release();

    /** Reads once. */
    protected abstract ResponseEvent read();

    /** More of a long body than others must wait for may be next, see {@link weir.relay.BulkTurns}. */
    protected abstract boolean isBulk();

    // --- heads

    /** There may be a head in what was read, and nothing of another one is still to be sent. */
    protected abstract boolean mayParseHead();

    /** Looks for the end of a head in what was read. */
    protected abstract ResponseEvent parseHead(Method requestMethod);

    /** An interim head is understood: another one follows behind it. */
    protected abstract void endInterim();

    /** All that was read has been sent: the next head goes to the front of another buffer. */
    protected abstract void rewind();

    /** The head that switches protocols waits. */
    protected abstract void awaitSwitch();

    /** The head that switches protocols is passed on. */
    protected abstract void endSwitch();

    /** Of the head that came last, for as long as it is here. */
    protected abstract HeadView head();

    /** Position behind the head that came last. */
    protected abstract int bodyStart();

    /**
     * Marks for this hop's sake. Then add further lines.
     *
     * @param takesChunksOff the client knows none
     */
    protected abstract void editHead(HeadEdit edit, boolean takesChunksOff);

    /**
     * Writes the edited head so that it ends {@code gapBytes} before where it ended.
     *
     * @return position of its first byte
     */
    protected abstract int rewriteHead(HeadEdit edit, int gapBytes);

    /** It names protocols that follow, all of them were offered, and it says that this is for this hop. */
    protected abstract boolean switchesTo(String offer);

    /** It says that WebSocket frames follow. */
    protected abstract boolean isWebSocket();

    // --- the body

    /**
     * The final head is understood and rewritten; takes in what of the body is there.
     *
     * @param takesChunksOff as for {@link #editHead}
     */
    protected abstract ResponseEvent readFirstOfBody(boolean takesChunksOff);

    // --- the end

    /**
     * The response whose head has come is given up.
     *
     * @return true when it was here completely, and its stream leaves a connection that others may use
     */
    protected abstract boolean giveUp();

    /** The response is over, and its stream leaves a connection that others may use. */
    protected abstract boolean leavesUsable();

    // --- what others ask; what is said of a head stays when that is gone

    /** Why the response is malformed. */
    protected abstract Fault fault();

    protected abstract int status();

    /** Length of the body, {@link BodyReader#CHUNKED} or {@link BodyReader#UNTIL_CLOSE}. */
    protected abstract long bodyBytes();

    /** The backend takes whoever speaks on the connection for who has logged in there. */
    protected abstract boolean tiesConnection();

    /** Unsolicited bytes may still come on the connection. */
    protected abstract boolean mayHaveStrayBody();

    /** A byte of a response has come, an interim one included. */
    protected abstract boolean hasBegun();

    /** More heads may come. */
    protected abstract boolean isInHead();

    protected abstract boolean isSwitchDue();

    /** More of the body is to come. */
    protected abstract boolean isInBody();

    /** The whole response has been read. */
    protected abstract boolean isReceived();

    /** Of the body so far, without framing. */
    protected abstract long contentBytes();
}
