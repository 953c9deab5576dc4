package weir.exchange;

import java.nio.ByteBuffer;
import weir.buf.BufferQueue;
import weir.http.Fault;
import weir.http.LocalReply;
import weir.model.ExchangeEnd;
import weir.relay.RelayBuffer;

/**
 * The direction from upstream to client, through one buffer: {@link ResponseSource} fills it, {@link ResponseHeads}
 * passes on heads, {@link ResponseWriter} empties it.
 *
 * <p>Back-pressure: while the client has not taken what was read, the upstream is not read; {@link #pump} resumes it.
 * The buffer is given back whenever it is empty, so a quiet event stream holds none. Thread: owning loop only.
 */
final class ResponseFlow implements RelayBuffer.Reader {
    /** Full reads of one connection in one turn; others wait meanwhile. */
    private static final int READS_PER_EVENT = 2;

    private final Exchange exchange;
    private final LoopView view;
    private final ClientStream client;
    private final UpstreamStream upstream;
    private final RelayBuffer bytes;
    private final ResponseSource source;
    private final ResponseWriter writer;
    private final ResponseHeads heads;

    ResponseFlow(Exchange exchange, ListenerTools listener) {
        this(
                exchange,
                listener,
                exchange.note(),
                exchange.client(),
                exchange.upstream(),
                exchange.request().source());
    }

    private ResponseFlow(
            Exchange exchange,
            ListenerTools listener,
            ExchangeLogEntry note,
            ClientStream client,
            UpstreamStream upstream,
            RequestSource asked) {
        this.exchange = exchange;
        this.view = listener.view();
        this.client = client;
        this.upstream = upstream;
        this.bytes = view.newUpstreamInbound();
        this.source = upstream.newResponse(view, note, bytes, this);
        this.writer = new ResponseWriter(view, client, bytes);
        final ResponseHeadEdit edit = new ResponseHeadEdit(listener, bytes, source);
        this.heads = new ResponseHeads(exchange, listener.errors(), asked, upstream, bytes, this, source, edit, writer);
    }

    /** What {@link ListenerTools#noResponse} is. */
    static ResponseFlow none(ListenerTools listener, UpstreamStream unused) {
        return new ResponseFlow(null, listener, listener.newNote(), null, unused, null);
    }

    /** The first byte of a backend's response has come, or Weir itself has something to say. */
    void begin() {
        if (exchange.selector().pool() != null) {
            source.begin(exchange.selector().pool().accepted());
        }
    }

    /** The exchange is over. */
    void end() {
        bytes.release();
        source.release();
        writer.release();
    }

    // --- reading

    void onUpstreamReadable() {
        final int uses = upstream.uses();
        final boolean mayBeBulk = source.isBulk();
        for (int reads = 0; reads < READS_PER_EVENT; reads++) {
            if (bytes.hasUnsent() || source.isSwitchDue()) {
                upstream.stopReading();
                return;
            }
            final boolean isBulk = mayBeBulk && source.isInBody();
            if (isBulk && !view.bulkTurns().begins(bytes, this)) {
                upstream.clearDeadline(); // its bytes are here, and what they wait for is ours
                return;
            }
            final ResponseEvent event = source.read();
            final boolean mayBeMore = event.hasBytes() && bytes.hasFilled();
            act(event);
            if (isBulk) {
                view.bulkTurns().ends();
            }
            if (!mayBeMore || upstream.uses() != uses || isNotWaitedFor()) {
                return;
            }
        }
    }

    /** The next bytes of the connection are a tunnel's, or those of another exchange's response; or it is let go. */
    private boolean isNotWaitedFor() {
        return exchange.isTunnel() || exchange.response() != this || !upstream.isOpen();
    }

    /** The exchange may be over behind it. */
    private void act(ResponseEvent event) {
        switch (event) {
            case NONE -> {}
            case HEAD_BYTES -> heads.take();
            case BODY -> {
                writer.wrap();
                pump();
            }
            case MALFORMED -> malformed(source.fault());
            case ENDED_EARLY -> exchange.attempts().onEndedEarly();
            case HEAD_CUT -> exchange.ending().failWith(ExchangeEnd.RESPONSE_HEAD_CUT);
            case BODY_ENDED -> {
                writer.endChunks();
                pump();
            }
            case BODY_CUT -> exchange.ending().abort(ExchangeEnd.RESPONSE_CUT);
            case INTERIM, SWITCH, FINAL -> throw new IllegalStateException(event + " of a read");
        }
    }

    void malformed(Fault fault) {
        view.faults().add(fault);
        exchange.note().onFault(fault);
        exchange.ending().failWith(ExchangeEnd.RESPONSE_MALFORMED);
    }

    @Override
    public void onTurn() {
        if (upstream.isOpen()) {
            upstream.readSoon();
        }
        if (isInBody() && upstream.isOpen() && !bytes.isInLine()) {
            exchange.request().deadlines().set();
        }
    }

    private boolean isInBody() {
        return source.isInBody() || source.isReceived();
    }

    @Override
    public void onBuffer() {
        upstream.resumeReading();
    }

    @Override
    public void onScarce() {
        throw new IllegalStateException("a response is not sent again");
    }

    @Override
    public void onEvicted() {
        exchange.ending().abort(ExchangeEnd.CLIENT_EVICTED);
    }

    /** It waits for a buffer to read into. */
    boolean isStarved() {
        return bytes.isStarved();
    }

    /** There is no connection any more that it could read. */
    void stopWaiting() {
        bytes.stopWaiting();
    }

    /**
     * Forgets the response whose head has come, and is ready for that of another attempt.
     *
     * @return as {@link ResponseSource#giveUp}
     */
    boolean giveUp() {
        final boolean isUsable = source.giveUp();
        bytes.giveBuffer();
        source.begin(exchange.selector().pool().accepted());
        return isUsable;
    }

    // --- sending

    /** Sends a whole response that Weir itself has made; {@link Ending#onOwnSent} follows, perhaps later. */
    void sendOwn(LocalReply reply, boolean isForHead, boolean keep) {
        final ByteBuffer out = reply.end(keep, isForHead);
        if (reply.tail() != null && !isForHead) {
            writer.follow(reply.tail(), reply.tailStart(), reply.tailEnd());
        }
        switch (writer.writeOwn(out, keep)) {
            case SENT -> exchange.ending().onOwnSent(keep);
            case STALLED -> onStalled();
            case GONE -> client.close();
            case LOST -> client.linger(); // the client can tell by the length that this is not all
        }
    }

    /** Sends what may be sent; then lets the upstream go on, or ends. */
    void pump() {
        if (!flush()) {
            return;
        }
        if (writer.isOwn()) {
            exchange.ending().onOwnSent(writer.delivery().keepsClient());
        } else if (!isInBody()) {
            heads.onInterimSent();
        } else if (source.isReceived()) {
            exchange.ending().onServed();
        } else {
            bytes.giveBuffer();
            upstream.setDeadline(exchange.request().deadlines().bodyMs());
        }
    }

    /** True when nothing is left to be sent and the exchange goes on. */
    boolean flush() {
        if (writer.hasUnsent()) {
            switch (writer.write(contentBytes())) {
                case GONE -> {
                    exchange.ending().abort(ExchangeEnd.CLIENT_GONE);
                    return false;
                }
                case STALLED -> {
                    onStalled();
                    return false;
                }
                case SENT, LOST -> {}
            }
        }
        if (writer.isStalled()) {
            endStall();
        }
        return true;
    }

    private void onStalled() {
        exchange.request().onResponseStalled();
        upstream.clearDeadline();
        if (!source.isInHead() || writer.isOwn()) { // else heads may follow that are still to be read
            bytes.rest(
                    this, bytes.sendStart(), BufferQueue.Use.OWED, view.loop().nowNs());
        }
    }

    private void endStall() {
        writer.endStall();
        if (upstream.isOpen()) {
            exchange.request().deadlines().set();
            exchange.request().onResponseFlowing();
            upstream.resumeReading();
        }
    }

    /** The client had its time to take what waits for it. */
    void onClientTimeout() {
        final boolean hasTaken = writer.writeLate();
        final boolean isTooSlow = writer.isTooSlow();
        if (hasTaken && !isTooSlow) {
            pump();
        } else if (writer.isOwn()) {
            client.close();
        } else {
            exchange.ending().abort(isTooSlow ? ExchangeEnd.CLIENT_TOO_SLOW : ExchangeEnd.CLIENT_STALLED);
        }
    }

    // --- what others ask

    /** A byte of a response has come, an interim one included. */
    boolean hasBegun() {
        return source.hasBegun();
    }

    boolean hasSent() {
        return writer.hasSent();
    }

    /** A 101 waits until the request is sent. */
    boolean isSwitchDue() {
        return source.isSwitchDue();
    }

    /** The final head is on its way to the client, so nothing else can be. */
    boolean isHeadSent() {
        return writer.isFinal();
    }

    /** A response that Weir itself has made is on its way to the client. */
    boolean isOwn() {
        return writer.isOwn();
    }

    /** The client has not taken what it was sent. */
    boolean isStalled() {
        return writer.isStalled();
    }

    /** The client has not taken a response of Weir's own. */
    boolean isOwnStalled() {
        return writer.isOwn() && writer.isStalled();
    }

    /** The upstream has the whole request. */
    void onRequestSent() {
        heads.onRequestSent();
    }

    /** Of the head that came last. */
    int status() {
        return source.status();
    }

    /** Of the body so far, without framing. */
    long contentBytes() {
        return writer.isFinal() ? source.contentBytes() : 0;
    }

    Delivery delivery() {
        return writer.delivery();
    }

    /** The backend takes whoever speaks on the connection for who has logged in there. */
    boolean tiesConnection() {
        return source.tiesConnection();
    }

    /** Unsolicited bytes may still come on the connection. */
    boolean mayHaveStrayBody() {
        return source.mayHaveStrayBody();
    }

    /** The connection on which the response has come can carry another request. */
    boolean leavesUsable() {
        return source.leavesUsable();
    }

    RelayBuffer bytes() {
        return bytes;
    }
}
