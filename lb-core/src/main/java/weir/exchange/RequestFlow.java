package weir.exchange;

import java.nio.ByteBuffer;
import weir.filter.Filters;
import weir.http.Fault;
import weir.http.Method;
import weir.model.ExchangeEnd;
import weir.relay.RelayBuffer;
import weir.stats.Counter;

/**
 * The direction from client to upstream, through one buffer: {@link RequestSource} fills it, {@link RequestWriter}
 * empties it, {@link Replay} keeps what another try may need, {@link HeldRequest} says what it is held for.
 *
 * <p>Back-pressure: the client is not read while the upstream does not take what fills the buffer, see {@link #pump}.
 * The bytes stay while another try could be made; if they are many, until others need it more. Thread: owning loop
 * only.
 */
final class RequestFlow implements RelayBuffer.Reader {
    private final Exchange exchange;
    private final ClientStream client;
    private final UpstreamStream upstream;
    private final RelayBuffer bytes;
    private final RequestSource source;
    private final RequestWriter writer;
    private final Replay replay;
    private final HeldRequest held;
    private final Deadlines deadlines;
    /** Index in the listener; {@link Filters#NO_ROUTE} before one is looked for, and where none has taken it. */
    private int route = Filters.NO_ROUTE;

    private byte accepted = ErrorReplies.ANYTHING;

    RequestFlow(Exchange exchange) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.upstream = exchange.upstream();
        this.bytes = exchange.view().newClientInbound();
        this.source = client.newRequest(exchange.note(), bytes, this);
        this.writer = new RequestWriter(upstream, bytes);
        this.replay = new Replay(bytes);
        this.deadlines = new Deadlines(exchange, bytes, source, writer);
        this.held = new HeldRequest(exchange, bytes, this, source, replay);
    }

    /** For the first request of a busy period. */
    void begin() {
        bytes.rewind();
        reset();
        source.open();
    }

    private void reset() {
        exchange.begin();
        take(Filters.NO_ROUTE, ErrorReplies.ANYTHING);
        replay.forget();
        writer.begin();
    }

    /** Goes on with the bytes behind the last request. */
    void startNext() {
        reset();
        source.begin(bytes.sendEnd());
        act(source.readNext(), true);
    }

    void release() {
        bytes.release();
        source.release();
    }

    // --- reading

    void onClientReadable() {
        if (!source.isBulk()) {
            read();
        } else if (exchange.view().bulkTurns().begins(bytes, this)) {
            read();
            exchange.view().bulkTurns().ends();
        } else if (deadlines.isClientsTurn() && isConnected()) { // what it waits for is ours
            deadlines.relieveClient();
        }
    }

    private void read() {
        final boolean isNext = source.isParseDue();
        act(source.read(replay.heldFrom()), isNext);
    }

    /** Nothing goes on behind this but what an exchange that is over does not mind. */
    private void act(RequestEvent event, boolean isNext) {
        switch (event) {
            case STOPPED -> {
                return;
            }
            case NONE -> {}
            case HEAD -> onHead();
            case BODY -> pump();
            case REFUSED -> exchange.ending().refuse(source.fault());
            case IDLE -> client.becomeIdle();
            case ENDED -> client.close();
            case GONE -> exchange.ending().abort(ExchangeEnd.CLIENT_GONE);
        }
        if (isNext) {
            readAhead();
        }
        if (!exchange.isTunnel()) { // which is the reader of its buffer then
            held.rest();
        }
        source.giveFields();
    }

    private void onHead() {
        if (source.hasNoHopLeft()) {
            exchange.ending()
                    .answer(source.method() == Method.TRACE ? 501 : 200, "no_hop_left"); // Weir itself does no TRACE
        } else {
            exchange.onRequestHead();
        }
    }

    /**
     * While the one before was waited for, reading may have stopped: a client that goes away during this one is to be
     * seen.
     */
    private void readAhead() {
        final ResponseFlow response = exchange.response();
        final boolean isAwaited = source.isReceived() && !response.isOwn() && !response.isStalled();
        if (isAwaited && source.mayReadAhead(replay.heldFrom())) {
            resumeReading();
        }
    }

    /**
     * Turns the head into what the upstream shall see, and takes in what of the body is there.
     *
     * @return false when the exchange is over: head or body were refused, or the client has ended within it
     */
    boolean rewriteHead() {
        final boolean replacesHost = exchange.selector().pool().pool().host() != null
                || exchange.view().httpTools().headEdit().replacesHost();
        if (!source.rewriteHead(replacesHost)) {
            exchange.ending().refuse(Fault.HEAD_TOO_LARGE);
            return false;
        }
        replay.keep();
        final RequestEvent event = source.readFirstOfBody();
        if (event == RequestEvent.REFUSED) {
            exchange.ending().refuse(source.fault());
        } else if (event == RequestEvent.GONE) {
            exchange.ending().abort(ExchangeEnd.CLIENT_GONE);
        }
        return event == RequestEvent.BODY;
    }

    @Override
    public void onTurn() {
        client.readSoon();
        if (client.isOpen() && deadlines.isClientsTurn() && isConnected() && !bytes.isInLine()) {
            deadlines.set();
        }
    }

    @Override
    public void onBuffer() {
        resumeReading();
        if (source.isParseDue()) {
            client.readSoon(); // the socket may have nothing to tell
        } else if (client.hasEnded() || writer.isBroken()) {
            held.rest();
        } else if (source.isInBody() && isConnected()) {
            deadlines.set();
        }
    }

    private void resumeReading() {
        if (!writer.isBroken()) {
            client.resumeReading();
        }
    }

    /** Seen while nothing is read. */
    void onClientBroken() {
        switch (source.onBroken()) {
            case ENDED -> client.close();
            default -> exchange.ending().abort(ExchangeEnd.CLIENT_GONE);
        }
    }

    /** What the client sends beyond this request can wait until it has taken the response. */
    void onResponseStalled() {
        if (source.isReceived()) {
            bytes.stopWaiting();
            client.leaveUnread();
            held.rest();
        }
    }

    void onResponseFlowing() {
        if (source.isReceived()) {
            resumeReading();
            held.rest();
        }
    }

    // --- when buffers are scarce

    /** Should this attempt fail, there will be no other. */
    @Override
    public void onScarce() {
        exchange.view().loop().counters().add(Counter.REPLAYS_GIVEN_UP);
        replay.forget();
        held.rest();
    }

    @Override
    public void onEvicted() {
        if (exchange.response().isOwn()) {
            client.close(); // it was told what is wrong already
        } else if (held.isBehind()) {
            exchange.ending().abort(ExchangeEnd.CLIENT_EVICTED); // a 408 would say that its request has not come
        } else {
            exchange.ending().failWith(source.isHeadComplete() ? ExchangeEnd.NO_BUFFER : ExchangeEnd.CLIENT_EVICTED);
        }
    }

    // --- sending

    private boolean isConnected() {
        return upstream.isConnected();
    }

    /** Sends what may be sent; then makes room and lets the client go on. */
    void pump() {
        if (!isConnected() || writer.isBroken()) {
            return;
        }
        switch (writer.write()) {
            case BROKEN -> {
                onUpstreamBroken();
                return;
            }
            case SENT -> onAllSent();
            case STALLED -> {}
        }
        deadlines.set();
        held.rest();
        if (isSent()) {
            exchange.response().onRequestSent(); // last, as it may begin a tunnel
        }
    }

    /** What was read so far has gone to the upstream. */
    private void onAllSent() {
        if (source.isReceived()) {
            exchange.attempts().onRequestSent();
        }
        final boolean isTooFullToKeep = source.isInBody()
                && bytes.room() < exchange.view().loop().buffers().bufferBytes() / 4;
        if (isTooFullToKeep || !isRepeatable()) {
            replay.forget();
        }
        held.onAllSent();
        if (source.hasBody()) {
            resumeReading();
        }
    }

    /** Sending it once more can do no harm: nothing was sent yet, or the method allows it (RFC 9110 §9.2.2). */
    private boolean isRepeatable() {
        return !writer.hasSent() || source.method().isIdempotent();
    }

    /** A backend may answer before it has read everything and then close; that answer is worth reading. */
    private void onUpstreamBroken() {
        client.stopReading();
        deadlines.set();
        if (exchange.response().isSwitchDue()) {
            // the 101 was the promise of a response to all of the request
            exchange.ending().failWith(ExchangeEnd.RESPONSE_HEAD_CUT);
        } else {
            exchange.responseNow().onUpstreamReadable();
        }
    }

    /** The upstream has the whole request. */
    boolean isSent() {
        return source.isReceived() && !bytes.hasUnsent() && !writer.isBroken();
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

    /**
     * The upstream has said 100: now it is the client's turn, if it waits for that. Else nothing changes, and no
     * deadline begins anew: a backend could put off its response, or a client its body, forever.
     */
    void onContinue() {
        if (source.awaitsContinue()) {
            source.onContinue();
            deadlines.set();
        }
    }

    void take(int route, byte accepted) {
        this.route = route;
        this.accepted = accepted;
    }

    byte accepted() {
        return accepted;
    }

    int route() {
        return route;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    RequestSource source() {
        return source;
    }

    ByteBuffer buffer() {
        return bytes.buffer();
    }

    RelayBuffer bytes() {
        return bytes;
    }
}
