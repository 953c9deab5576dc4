package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.buf.BufferQueue;
import weir.exchange.LoopView;
import weir.http.Fault;
import weir.http.Method;
import weir.http.RequestHead;
import weir.model.ExchangeEnd;
import weir.model.PoolTimeouts;
import weir.net.IoHandler;
import weir.relay.Inbound;
import weir.stats.Counter;

/**
 * The direction from client to upstream, through one buffer: {@link RequestReader} fills it, {@link RequestWriter} empties it, and {@link Replay} keeps what
 * another try may need.
 *
 * <p>Back-pressure: when the buffer is full because the upstream does not take it, reading the client stops; {@link #pump} resumes it when the upstream
 * has taken all. The bytes stay for another try as long as one could be made, in a small buffer if they are few; if not, until others need the buffer more. Thread:
 * owning loop only.
 */
final class RequestFlow implements Inbound.Reader {
    private final Exchange exchange;
    private final LoopView view;
    private final Inbound bytes;
    private final RequestReader reader;
    private final RequestWriter writer;
    private final Replay replay;

    RequestFlow(Exchange exchange, Http1Listener listener) {
        this.exchange = exchange;
        this.view = listener.view();
        this.bytes = view.newClientInbound();
        this.reader = new RequestReader(listener, exchange.note(), bytes, this);
        this.writer = new RequestWriter(bytes);
        this.replay = new Replay(bytes);
    }

    /** For the first request of a busy period. */
    void begin(ClientConnection client) {
        bytes.rewind();
        reset();
        reader.open(client);
    }

    private void reset() {
        exchange.begin();
        replay.forget();
        writer.begin();
    }

    /** Goes on with the bytes behind the last request. */
    void startNext() {
        reset();
        reader.begin(bytes.sendEnd());
        act(reader.readNext(), true);
    }

    void release() {
        bytes.release();
        reader.release();
    }

    // --- reading

    void onClientReadable() {
        if (!reader.isBulk()) {
            read();
        } else if (view.bulkTurns().begins(bytes, this)) {
            read();
            view.bulkTurns().ends();
        } else if (isClientsTurn() && isConnected()) { // what it waits for is ours
            relieveClient();
        }
    }

    private void read() {
        final boolean isNext = reader.isParseDue();
        act(reader.read(replay.heldFrom()), isNext);
    }

    /** Nothing goes on behind this but what an exchange that is over does not mind. */
    private void act(RequestReader.Event event, boolean isNext) {
        switch (event) {
            case STOPPED -> {
                return;
            }
            case NONE -> {}
            case HEAD -> onHead();
            case BODY -> pump();
            case REFUSED -> exchange.ending().refuse(reader.fault());
            case IDLE -> exchange.client().becomeIdle();
            case ENDED -> exchange.client().close();
            case GONE -> exchange.ending().abort(ExchangeEnd.CLIENT_GONE);
        }
        if (isNext) {
            readAhead();
        }
        rest();
        reader.giveFields();
    }

    private void onHead() {
        final RequestHead head = reader.head();
        if (head.hasNoHopLeft()) {
            exchange.ending()
                    .answer(head.method() == Method.TRACE ? 501 : 200, "no_hop_left"); // Weir itself does no TRACE
        } else {
            exchange.onRequestHead();
        }
    }

    /** While the one before was waited for, reading may have stopped: a client that goes away during this one is to be seen. */
    private void readAhead() {
        final ResponseFlow response = exchange.response();
        final boolean isAwaited = reader.isReceived() && !response.isOwn() && !response.isStalled();
        if (isAwaited && reader.mayReadAhead(replay.heldFrom())) {
            resumeReading();
        }
    }

    /**
     * Turns the head into what the upstream shall see, and takes in what of the body is there.
     *
     * @return false when the exchange is over: head or body were refused, or the client has ended within it
     */
    boolean rewriteHead() {
        if (!reader.rewriteHead(exchange.pool().pool().host() != null)) {
            exchange.ending().refuse(Fault.HEAD_TOO_LARGE);
            return false;
        }
        replay.keep();
        final RequestReader.Event event = reader.readFirstOfBody();
        if (event == RequestReader.Event.REFUSED) {
            exchange.ending().refuse(reader.fault());
        } else if (event == RequestReader.Event.GONE) {
            exchange.ending().abort(ExchangeEnd.CLIENT_GONE);
        }
        return event == RequestReader.Event.BODY;
    }

    @Override
    public void onTurn() {
        view.loop().dispatch(exchange.client(), IoHandler.READ);
        if (exchange.client() != null && isClientsTurn() && isConnected() && !bytes.isInLine()) {
            setDeadlines();
        }
    }

    @Override
    public void onBuffer() {
        resumeReading();
        if (reader.isParseDue()) {
            view.loop().dispatch(exchange.client(), IoHandler.READ); // the socket may have nothing to tell
        } else if (reader.isEnded() || writer.isBroken()) {
            rest();
        } else if (reader.isInBody() && isConnected()) {
            setDeadlines();
        }
    }

    private void resumeReading() {
        if (!writer.isBroken()) {
            reader.resume();
        }
    }

    /** Seen while nothing is read. */
    void onClientBroken() {
        switch (reader.onBroken()) {
            case ENDED -> exchange.client().close();
            default -> exchange.ending().abort(ExchangeEnd.CLIENT_GONE);
        }
    }

    /** Somebody else reads from the client from now on. */
    void endWatch() {
        reader.endWatch();
    }

    /** What the client sends beyond this request can wait until it has taken the response. */
    void onResponseStalled() {
        if (reader.isReceived()) {
            bytes.stopWaiting();
            exchange.client().transport().unwant(IoHandler.READ);
            rest();
        }
    }

    void onResponseFlowing() {
        if (reader.isReceived()) {
            resumeReading();
            rest();
        }
    }

    // --- what the buffer is held for

    /** What is here may wait for long. */
    private void rest() {
        if (mayBeAnsweredFirst()) {
            if (!replay.isKept() && bytes.isEmpty()) {
                bytes.rewind();
            }
            bytes.hold(
                    this,
                    bytes.hasUnsent() ? BufferQueue.Use.PARKED : BufferQueue.Use.OWED,
                    view.loop().nowNs());
            return;
        }
        if (!replay.isKept()) {
            bytes.giveBufferIfEmpty();
        }
        if (bytes.hasBuffer()) {
            bytes.rest(this, replay.heldFrom(), use(), view.loop().nowNs());
        }
    }

    /**
     * A 101 that comes before the end of its request waits for that in a buffer of responses. The request must not wait for one of requests then, whose holders
     * wait for one of responses: it keeps the one it has.
     */
    private boolean mayBeAnsweredFirst() {
        return reader.isInBody()
                && reader.head().isUpgrade()
                && !exchange.response().isHeadSent();
    }

    private BufferQueue.Use use() {
        final ResponseFlow response = exchange.response();
        if (!reader.isHeadComplete() || isBehind() || response.isOwn() && response.isStalled()) {
            return BufferQueue.Use.OWED;
        }
        if (exchange.isPaused() || bytes.hasUnsent()) {
            return BufferQueue.Use.PARKED;
        }
        return replay.isKept() ? BufferQueue.Use.SPARE : BufferQueue.Use.NEEDED;
    }

    /** Only requests are left that come after one which is not answered, or whose response the client does not take. */
    private boolean isBehind() {
        return isSent() && !replay.isKept();
    }

    /** Should this attempt fail, there will be no other. */
    @Override
    public void onScarce() {
        view.loop().counters().add(Counter.REPLAYS_GIVEN_UP);
        replay.forget();
        rest();
    }

    @Override
    public void onEvicted() {
        if (exchange.response().isOwn()) {
            exchange.client().close(); // it was told what is wrong already
        } else if (isBehind()) {
            exchange.ending().abort(ExchangeEnd.CLIENT_EVICTED); // a 408 would say that its request has not come
        } else {
            exchange.ending().failWith(reader.isHeadComplete() ? ExchangeEnd.NO_BUFFER : ExchangeEnd.CLIENT_EVICTED);
        }
    }

    boolean isStarved() {
        return bytes.isStarved();
    }

    // --- sending

    private boolean isConnected() {
        return exchange.upstream().isConnected();
    }

    /** Sends what may be sent; then makes room and lets the client go on. */
    void pump() {
        if (!isConnected() || writer.isBroken()) {
            return;
        }
        switch (writer.write(exchange.upstream().transport())) {
            case BROKEN -> {
                onUpstreamBroken();
                return;
            }
            case SENT -> onAllSent();
            case STALLED -> {}
        }
        setDeadlines();
        rest();
        if (isSent()) {
            exchange.response().onRequestSent(); // last, as it may begin a tunnel
        }
    }

    /** What was read so far has gone to the upstream. */
    private void onAllSent() {
        if (reader.isReceived()) {
            exchange.attempts().onRequestSent();
        }
        final boolean isTooFullToKeep =
                reader.isInBody() && bytes.room() < view.loop().buffers().bufferBytes() / 4;
        if (isTooFullToKeep || !isRepeatable()) {
            replay.forget();
        }
        if (!replay.isKept() && !mayBeAnsweredFirst()) {
            bytes.giveBufferIfEmpty();
        }
        if (reader.head().bodyBytes() != 0) {
            resumeReading();
        }
    }

    /** Sending it once more can do no harm: nothing was sent yet, or the method allows it (RFC 9110 §9.2.2). */
    private boolean isRepeatable() {
        return !writer.hasSent() || reader.head().method().isIdempotent();
    }

    /** A backend may answer before it has read everything and then close; that answer is worth reading. */
    private void onUpstreamBroken() {
        reader.stop();
        setDeadlines();
        if (exchange.response().isSwitchDue()) {
            exchange.ending()
                    .failWith(
                            ExchangeEnd
                                    .RESPONSE_HEAD_CUT); // the 101 was the promise of a response to all of the request
        } else {
            exchange.response().onUpstreamReadable();
        }
    }

    /** The upstream has the whole request. */
    boolean isSent() {
        return reader.isReceived() && !bytes.hasUnsent() && !writer.isBroken();
    }

    // --- replaying

    /** Another backend could be sent the same bytes without harm. */
    boolean mayReplay() {
        return replay.isKept() && !exchange.response().hasSent() && isRepeatable();
    }

    void rewind() {
        replay.rewind();
        writer.begin();
        resumeReading(); // or a client that goes away while the next try waits would not be seen
    }

    /** A response has begun: the request will not be needed again. */
    void forgetReplay() {
        replay.forget();
        bytes.giveBufferIfEmpty();
    }

    // --- time

    /**
     * Gives time to whoever must act next, and to nobody else: a client that owes body bytes, or an upstream that owes room or a response. While the
     * response waits for the client, its time is set there and the upstream has all it wants.
     */
    void setDeadlines() {
        final UpstreamStream upstream = exchange.upstream();
        final ResponseFlow response = exchange.response();
        final boolean isClientsTurn = isClientsTurn();
        if (isClientsTurn) {
            reader.timeBody();
        } else {
            relieveClient();
        }
        if (isClientsTurn || response.isStalled()) {
            upstream.clearDeadline();
        } else {
            final PoolTimeouts timeouts = exchange.pool().pool().timeouts();
            final boolean isInBody = response.isHeadSent() && !bytes.hasUnsent();
            upstream.setDeadline(isInBody ? timeouts.bodyMs() : timeouts.responseMs());
        }
    }

    /** The client owes bytes of the body. */
    private boolean isClientsTurn() {
        return reader.isInBody() && !bytes.hasUnsent() && !writer.isBroken() && !awaitsContinue();
    }

    /** The client owes nothing for now; room for the response it may. */
    private void relieveClient() {
        reader.rest();
        if (!exchange.response().isStalled()) {
            exchange.client().clearTimer();
        }
    }

    /** The client sends its body only when the upstream has said so. */
    boolean awaitsContinue() {
        return reader.awaitsContinue();
    }

    /**
     * The upstream has said 100: now it is the client's turn, if it waits for that. Else nothing changes, and no deadline begins anew: a backend could put off
     * its response, or a client its body, for ever.
     */
    void onContinue() {
        if (reader.awaitsContinue()) {
            reader.onContinue();
            setDeadlines();
        }
    }

    // --- what others ask

    RequestReader reader() {
        return reader;
    }

    RequestHead head() {
        return reader.head();
    }

    ByteBuffer buffer() {
        return bytes.buffer();
    }

    Inbound bytes() {
        return bytes;
    }
}
