package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.buf.BufferQueue;
import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.Method;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.ExchangeEnd;
import weir.model.ListenerLimits;
import weir.model.PoolTimeouts;
import weir.net.IoHandler;
import weir.net.ResetWatch;
import weir.net.Transport;
import weir.proxy.BulkTurns;
import weir.proxy.Inbound;
import weir.proxy.LoopView;
import weir.proxy.UpstreamConnection;
import weir.stats.Counter;

/**
 * The direction from client to upstream: reads, understands and rewrites the request, and sends it from the buffer it was read into.
 *
 * <pre>
 *   HEAD --complete--> BODY --last byte read--> RECEIVED
 * </pre>
 *
 * <p>Back-pressure: when the buffer is full because the upstream does not take it, reading the client stops; {@link #pump} resumes it when the upstream
 * has taken all. The bytes stay for another try as long as one could be made, in a small buffer if they are few; if not, until others need the buffer more. Thread:
 * owning loop only.
 */
final class RequestSide implements Inbound.Reader {
    private enum State {
        HEAD,
        BODY,
        RECEIVED
    }

    private static final int NO_REPLAY = -1;
    /**
     * A FIN that follows the client's last bytes within this time belongs to them: it has only half-closed and waits for the response. One that comes later
     * means that it has lost its patience. What Weir itself takes before it looks does not count.
     */
    private static final long HALF_CLOSE_NS = 100_000_000;

    private final Exchange exchange;
    private final Http1Listener listener;
    private final LoopView view;
    private final Inbound bytes;
    private final RequestParser parser;
    private final RequestHead head = new RequestHead();
    private final BodyReader body = new BodyReader();

    private State state = State.HEAD;
    private int headStart;
    /** Position of the rewritten head while everything from there on is still in the buffer, else {@link #NO_REPLAY}. */
    private int replayStart;

    private long sentBytes;
    /** Of the client's last bytes, or of when reading went on after them: while nobody reads, a FIN may wait behind them for long. */
    private long lastBytesNs;
    /** The client has sent FIN. */
    private boolean isEnded;
    /** The upstream takes no more; its response may still come. */
    private boolean isBroken;

    private boolean isTimingHead;
    private long headBeganNs;
    /** Of the body. */
    private final Pace pace;

    private boolean isContinued;
    /** Bytes of the next request are here, but no buffer to read them in. */
    private boolean isParseDue;
    /** Null before the client was not read for the first time. */
    private ResetWatch watch;

    RequestSide(Exchange exchange, Http1Listener listener) {
        this.exchange = exchange;
        this.listener = listener;
        this.view = listener.view();
        this.bytes = view.newClientInbound();
        this.parser = new RequestParser(listener.limits(), listener.tables());
        parser.accept(listener.accepted());
        this.pace = new Pace(listener.listener().timeouts());
    }

    /** For the first request of a busy period. */
    void begin() {
        bytes.rewind();
        reset(Inbound.FRONT);
        isEnded = false;
    }

    private void reset(int start) {
        exchange.begin();
        state = State.HEAD;
        headStart = start;
        replayStart = NO_REPLAY;
        sentBytes = 0;
        isBroken = false;
        isTimingHead = false;
        isContinued = false;
        isParseDue = false;
        parser.reset();
    }

    /** Goes on with the bytes behind the last request. */
    void startNext() {
        reset(bytes.sendEnd());
        bytes.setUnsent(headStart, headStart);
        bytes.moves();
        if (bytes.takeBuffer(this, exchange.client().transport())) {
            parseNext();
            endEvent();
        } else {
            isParseDue = true;
            awaitBuffer();
        }
    }

    /** Somebody else reads from the client from now on. */
    void endWatch() {
        if (watch != null) {
            watch.end();
        }
    }

    void release() {
        endWatch();
        bytes.release();
        parser.giveFields();
        head.forgetUpgradeOffer();
        isParseDue = false;
        state = State.HEAD;
        parser.reset();
    }

    // --- reading

    void onClientReadable() {
        if (state != State.BODY
                || !BulkTurns.isBulk(
                        bytes, body.contentBytes(), exchange.client().transport())) {
            read();
        } else if (view.bulkTurns().begins(bytes, this)) {
            read();
            view.bulkTurns().ends();
        } else if (isClientsTurn() && isConnected()) { // what it waits for is ours
            relieveClient();
        }
    }

    @Override
    public void onTurn() {
        view.loop().dispatch(exchange.client(), IoHandler.READ);
        if (exchange.client() != null && isClientsTurn() && isConnected() && !bytes.isInLine()) {
            setDeadlines();
        }
    }

    private boolean isConnected() {
        return exchange.upstream() != null && exchange.upstream().isConnected();
    }

    /** It owes bytes of the body. */
    private boolean isClientsTurn() {
        return state == State.BODY && !bytes.hasUnsent() && !isBroken && !awaitsContinue();
    }

    private void read() {
        final Transport client = exchange.client().transport();
        if (holdsEnough()) {
            stopReading();
            return;
        }
        if (!bytes.takeBuffer(this, client)) {
            awaitBuffer();
            return;
        }
        if (isParseDue) {
            isParseDue = false;
            parseNext();
            endEvent();
            return;
        }
        if (bytes.room() == 0) {
            stopReading();
            return;
        }
        final int count = bytes.read(client, mayRest() ? heldFrom() : bytes.readEnd());
        if (count > 0) {
            lastBytesNs = view.loop().nowNs();
            if (state == State.BODY) {
                pace.took(count, lastBytesNs);
            }
            onBytes();
        } else if (count < 0) {
            onClientEnd(count);
        } else if (state == State.HEAD && bytes.isEmpty()) {
            exchange.client().becomeIdle();
        }
        endEvent();
    }

    /** Until something has gone on. Meanwhile a FIN is not seen, but a reset is. */
    private void stopReading() {
        final Transport client = exchange.client().transport();
        client.unwant(IoHandler.READ);
        if (watch == null) {
            watch = new ResetWatch(view.loop());
        }
        watch.begin(client);
    }

    private void endEvent() {
        rest();
        if (state != State.HEAD) {
            parser.giveFields();
        }
    }

    /** Others have all buffers that requests may have. Who has sent the first bytes of a request waits no longer than for a head. */
    private void awaitBuffer() {
        final ClientConnection client = exchange.client();
        view.loop().counters().add(Counter.BUFFER_WAITS);
        stopReading();
        pace.rests(view.loop().nowNs());
        if (state == State.HEAD && !parser.hasBegun()) {
            client.setTimer(client.timeouts().headMs());
        }
    }

    @Override
    public void onBuffer() {
        resumeReading();
        if (isParseDue) {
            view.loop().dispatch(exchange.client(), IoHandler.READ); // the socket may have nothing to tell
        } else if (isEnded || isBroken) {
            rest();
        } else if (state == State.BODY && isConnected()) {
            setDeadlines();
        }
    }

    boolean isStarved() {
        return bytes.isStarved();
    }

    /** What is here may wait for long. */
    private void rest() {
        if (mayBeAnsweredFirst()) {
            if (replayStart == NO_REPLAY && bytes.isEmpty()) {
                bytes.rewind();
            }
            bytes.hold(
                    this,
                    bytes.hasUnsent() ? BufferQueue.Use.PARKED : BufferQueue.Use.OWED,
                    view.loop().nowNs());
            return;
        }
        if (replayStart == NO_REPLAY) {
            bytes.giveBufferIfEmpty();
        }
        if (bytes.hasBuffer()) {
            bytes.rest(this, heldFrom(), use(), view.loop().nowNs());
        }
    }

    /**
     * A 101 that comes before the end of its request waits for that in a buffer of responses. The request must not wait for one of requests then, whose holders
     * wait for one of responses: it keeps the one it has.
     */
    private boolean mayBeAnsweredFirst() {
        return state == State.BODY && head.isUpgrade() && !exchange.response().isHeadSent();
    }

    private int heldFrom() {
        return replayStart == NO_REPLAY ? bytes.sendStart() : replayStart;
    }

    /** What the client sends next is not what is waited for: it belongs to a later request, or the upstream has not taken what came before. */
    private boolean mayRest() {
        return state == State.RECEIVED || state == State.BODY && bytes.hasUnsent();
    }

    /** Where nothing has come behind the request, the client is read on whatever its size: it may go away. */
    private boolean holdsEnough() {
        final boolean isAhead = mayRest() && (state == State.BODY || hasBytesBehind());
        return isAhead && bytes.holdsEnough(exchange.client().transport(), heldFrom());
    }

    private BufferQueue.Use use() {
        final ResponseSide response = exchange.response();
        if (state == State.HEAD || isBehind() || response.isOwn() && response.isStalled()) {
            return BufferQueue.Use.OWED;
        }
        if (exchange.isPaused() || bytes.hasUnsent()) {
            return BufferQueue.Use.PARKED;
        }
        return replayStart == NO_REPLAY ? BufferQueue.Use.NEEDED : BufferQueue.Use.SPARE;
    }

    /** Only requests are left that come after one which is not answered, or whose response the client does not take. */
    private boolean isBehind() {
        return isSent() && replayStart == NO_REPLAY;
    }

    /** What the client sends beyond this request can wait until it has taken the response. */
    void onResponseStalled() {
        if (state == State.RECEIVED) {
            bytes.stopWaiting();
            exchange.client().transport().unwant(IoHandler.READ);
            rest();
        }
    }

    void onResponseFlowing() {
        if (state == State.RECEIVED) {
            resumeReading();
            rest();
        }
    }

    /** Should this attempt fail, there will be no other. */
    @Override
    public void onScarce() {
        view.loop().counters().add(Counter.REPLAYS_GIVEN_UP);
        replayStart = NO_REPLAY;
        rest();
    }

    @Override
    public void onEvicted() {
        if (exchange.response().isOwn()) {
            exchange.client().close(); // it was told what is wrong already
        } else if (isBehind()) {
            exchange.abort(ExchangeEnd.CLIENT_EVICTED); // a 408 would say that its request has not come
        } else {
            exchange.failWith(state == State.HEAD ? ExchangeEnd.CLIENT_EVICTED : ExchangeEnd.NO_BUFFER);
        }
    }

    private void onBytes() {
        switch (state) {
            case HEAD -> parseHead();
            case BODY -> {
                if (understandBody()) {
                    pump();
                }
            }
            case RECEIVED -> {} // pipelined; waits its turn
        }
    }

    /** While the one before was waited for, reading may have stopped: a client that goes away during this one is to be seen. */
    private void parseNext() {
        parseHead();
        final ResponseSide response = exchange.response();
        final boolean isAwaited = state == State.RECEIVED && !response.isOwn() && !response.isStalled();
        if (isAwaited && bytes.room() > 0 && !holdsEnough()) {
            resumeReading();
        }
    }

    private void parseHead() {
        final int result = parser.parse(bytes.buffer(), headStart, bytes.readEnd());
        headStart -= parser.shift();
        if (result == Parse.COMPLETE) {
            onHead();
        } else if (result == Parse.REFUSED) {
            exchange.refuse(parser.fault());
        } else {
            awaitHead();
        }
    }

    /** The deadline is set once, with the first byte: trickling does not move it. */
    private void awaitHead() {
        final ClientConnection client = exchange.client();
        if (isEnded) {
            endWithinHead(client);
            return;
        }
        if (bytes.room() == 0) {
            bytes.compact(headStart);
            headStart = Inbound.FRONT;
        }
        client.transport().want(IoHandler.READ);
        if (!parser.hasBegun()) {
            client.setTimer(client.idleMs()); // stray empty lines, of which the parser bears few
        } else if (!isTimingHead) {
            isTimingHead = true;
            headBeganNs = view.loop().nowNs();
            client.setTimer(client.timeouts().headMs(), pace.leftNs(0, 0));
        }
    }

    /** Null when the head came fast enough so far, and there is time left for the rest. */
    ExchangeEnd onHeadTimeout() {
        final ClientConnection client = exchange.client();
        final long owedNs = view.loop().nowNs() - headBeganNs;
        final long headLeftNs = client.timeouts().headMs() * 1_000_000L - owedNs;
        final long leftNs = pace.leftNs(bytes.readEnd() - headStart, owedNs);
        if (headLeftNs <= 0) {
            return ExchangeEnd.HEAD_TIMEOUT;
        }
        if (leftNs <= 0) {
            return ExchangeEnd.CLIENT_TOO_SLOW;
        }
        client.setTimer(client.timeouts().headMs(), Math.min(headLeftNs, leftNs));
        return null;
    }

    /** The client has sent its last request, and perhaps the beginning of one more. */
    private void endWithinHead(ClientConnection client) {
        if (parser.hasBegun()) {
            exchange.abort(ExchangeEnd.CLIENT_GONE);
        } else {
            client.close();
        }
    }

    private void onHead() {
        exchange.client().clearTimer();
        Tolerated.count(view.loop().counters(), parser.tolerated());
        exchange.note()
                .onHead(parser, bytes.buffer(), headStart, exchange.client().forwarded());
        final int bodyStart = headStart + parser.headBytes();
        bytes.setUnsent(bodyStart, bodyStart);
        final Fault fault = head.read(parser, bytes.buffer(), headStart);
        if (fault != null) {
            exchange.refuse(fault);
            return;
        }
        final ListenerLimits limits = listener.listener().limits();
        if (head.bodyBytes() > limits.bodyBytesMax()) {
            exchange.refuse(Fault.BODY_TOO_LARGE);
            return;
        }
        body.begin(head.bodyBytes(), false, limits.bodyBytesMax());
        state = body.isComplete() ? State.RECEIVED : State.BODY;
        if (state == State.BODY) {
            pace.begin(0);
        }
        if (head.hasNoHopLeft()) {
            exchange.answer(head.method() == Method.TRACE ? 501 : 200, "no_hop_left"); // Weir itself does no TRACE
        } else {
            exchange.onRequestHead();
        }
    }

    /**
     * Turns the head into what the upstream shall see, and takes in what of the body is there.
     *
     * @return false when the exchange is over: the body was refused, or the client has ended within it
     */
    boolean rewriteHead(byte[] hostLine) {
        final ClientConnection client = exchange.client();
        final ByteBuffer in = bytes.buffer();
        final HeadEdit edit = view.headEdit();
        final boolean namesNoHost = hostLine == null && !head.hasHost();
        edit.begin();
        final boolean addsVia = exchange.pool().addsVia() && listener.addsVia();
        client.forwarded().edit(head, in, edit, hostLine, namesNoHost ? client.ownAuthorityLine() : null, addsVia);
        if (listener.reservedFields() != null) {
            listener.reservedFields().drop(head, in);
        }
        if (client.certificateLine() != null) {
            edit.add(client.certificateLine());
        }
        head.edit(in, edit, hostLine != null);
        exchange.sticky().edit(head, in, edit);
        if (!edit.fits(headStart, 0)) {
            exchange.refuse(Fault.HEAD_TOO_LARGE);
            return false;
        }
        final int start = head.rewrite(in, edit);
        bytes.setUnsent(start, headStart + parser.headBytes());
        replayStart = start;
        if (!understandBody()) {
            return false;
        }
        if (isEnded && state == State.BODY) {
            exchange.abort(ExchangeEnd.CLIENT_GONE); // the rest of the body will not come
            return false;
        }
        return true;
    }

    /** False when the body was refused and the exchange is over. */
    private boolean understandBody() {
        final int result = body.read(bytes.buffer(), bytes.sendEnd(), bytes.readEnd());
        if (result == Parse.REFUSED) {
            exchange.refuse(body.fault());
            return false;
        }
        bytes.understood(body.outEnd(), body.inEnd());
        if (result == Parse.COMPLETE) {
            state = State.RECEIVED;
        }
        return true;
    }

    /** Seen while nothing is read. */
    void onClientBroken() {
        onClientEnd(Transport.GONE);
    }

    private void onClientEnd(int how) {
        isEnded = true;
        if (how == Transport.EOF && state == State.RECEIVED && isPrompt()) {
            stopReading();
        } else if (state == State.HEAD && !parser.hasBegun()) {
            exchange.client().close();
        } else {
            exchange.abort(ExchangeEnd.CLIENT_GONE);
        }
    }

    /** Nothing shows that the client's end has come later than so soon after its bytes. */
    private boolean isPrompt() {
        return view.loop().newsSinceNs() - lastBytesNs <= HALF_CLOSE_NS
                || exchange.client().transport().wasPutOff();
    }

    // --- sending

    /** Sends what may be sent; then makes room and lets the client go on. */
    void pump() {
        final UpstreamConnection upstream = exchange.upstream();
        if (upstream == null || !upstream.isConnected() || isBroken) {
            return;
        }
        if (bytes.hasUnsent()) {
            final int count = bytes.write(upstream.transport());
            if (count < 0) {
                onUpstreamBroken(upstream);
                return;
            }
            sentBytes += count;
            if (count > 0) {
                bytes.moves();
            }
        }
        if (bytes.hasUnsent()) {
            upstream.transport().want(IoHandler.WRITE);
        } else {
            upstream.transport().unwant(IoHandler.WRITE);
            onAllSent();
        }
        setDeadlines();
        rest();
        if (isSent()) {
            exchange.response().onRequestSent(); // last, as it may begin a tunnel
        }
    }

    /** What was read so far has gone to the upstream. */
    private void onAllSent() {
        if (state == State.RECEIVED) {
            exchange.onRequestSent();
        }
        final boolean isTooFullToKeep =
                state == State.BODY && bytes.room() < view.loop().buffers().bufferBytes() / 4;
        if (isTooFullToKeep || !head.method().isIdempotent() && sentBytes > 0) {
            replayStart = NO_REPLAY;
        }
        if (replayStart == NO_REPLAY && !mayBeAnsweredFirst()) {
            bytes.giveBufferIfEmpty();
        }
        if (head.bodyBytes() != 0) {
            resumeReading();
        }
    }

    /**
     * Gives time to whoever must act next, and to nobody else: a client that owes body bytes, or an upstream that owes room or a response. While the
     * response waits for the client, its time is set there and the upstream has all it wants.
     */
    void setDeadlines() {
        final UpstreamConnection upstream = exchange.upstream();
        final ClientConnection client = exchange.client();
        final ResponseSide response = exchange.response();
        final boolean isClientsTurn = isClientsTurn();
        if (isClientsTurn) {
            client.setTimer(client.timeouts().bodyMs(), pace.owes(view.loop().nowNs()));
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

    /** The client owes nothing for now; room for the response it may. */
    private void relieveClient() {
        pace.rests(view.loop().nowNs());
        if (!exchange.response().isStalled()) {
            exchange.client().clearTimer();
        }
    }

    /** The client had its time for the body. */
    ExchangeEnd onBodyTimeout() {
        return pace.owes(view.loop().nowNs()) <= 0 ? ExchangeEnd.CLIENT_TOO_SLOW : ExchangeEnd.BODY_TIMEOUT;
    }

    /** The client sends its body only when the upstream has said so. */
    boolean awaitsContinue() {
        return state == State.BODY && head.expectsContinue() && !isContinued && body.contentBytes() == 0;
    }

    /**
     * The upstream has said 100: now it is the client's turn, if it waits for that. Else nothing changes, and no deadline begins anew: a backend could put off
     * its response, or a client its body, for ever.
     */
    void onContinue() {
        if (awaitsContinue()) {
            isContinued = true;
            setDeadlines();
        }
    }

    /** A backend may answer before it has read everything and then close; that answer is worth reading. */
    private void onUpstreamBroken(UpstreamConnection upstream) {
        isBroken = true;
        upstream.transport().unwant(IoHandler.WRITE);
        stopReading();
        setDeadlines();
        if (exchange.response().isSwitchDue()) {
            exchange.failWith(
                    ExchangeEnd.RESPONSE_HEAD_CUT); // the 101 was the promise of a response to all of the request
        } else {
            exchange.response().onUpstreamReadable();
        }
    }

    void resumeReading() {
        final Transport client = exchange.client().transport();
        if (!isEnded && !isBroken && (client.interest() & IoHandler.READ) == 0) {
            client.want(IoHandler.READ);
            lastBytesNs = view.loop().nowNs();
        }
    }

    // --- replaying

    /** Another backend could be sent the same bytes without harm: none was sent yet, or the method allows it (RFC 9110 §9.2.2). */
    boolean mayReplay() {
        return replayStart != NO_REPLAY
                && !exchange.response().hasSent()
                && (sentBytes == 0 || head.method().isIdempotent());
    }

    void rewind() {
        bytes.setUnsent(replayStart, bytes.sendEnd());
        sentBytes = 0;
        isBroken = false;
        resumeReading(); // or a client that goes away while the next try waits would not be seen
    }

    /** A response has begun: the request will not be needed again. */
    void forgetReplay() {
        replayStart = NO_REPLAY;
        bytes.giveBufferIfEmpty();
    }

    // --- what others ask

    /** Tells of a head that is not complete and will not be. */
    void notePartOfHead(AccessNote note) {
        final ByteBuffer in = bytes.hasBuffer() ? bytes.restingBuffer() : null;
        note.onPartOfHead(
                parser, in, headStart - bytes.restStart(), exchange.client().forwarded());
    }

    /** Of the body so far, without framing. */
    long contentBytes() {
        return state == State.HEAD ? 0 : body.contentBytes();
    }

    boolean hasBegun() {
        return state != State.HEAD || parser.hasBegun() || isParseDue;
    }

    boolean isHeadComplete() {
        return state != State.HEAD;
    }

    /** The whole request has been read. */
    boolean isReceived() {
        return state == State.RECEIVED;
    }

    /** The whole request has gone to the upstream. */
    boolean isSent() {
        return state == State.RECEIVED && !bytes.hasUnsent() && !isBroken;
    }

    boolean hasBytesBehind() {
        return bytes.readEnd() > bytes.sendEnd();
    }

    /** Client and Weir agree that another request may follow; behind a FIN only what has come before it. */
    boolean wantsKeepAlive() {
        return head.wantsKeepAlive() && (!isEnded || hasBytesBehind());
    }

    /**
     * The client has asked for the connection to be closed and sends nothing more, so closing at once cannot cost it the response. Behind a body some send an
     * empty line all the same (RFC 9112 §2.2).
     */
    boolean clientExpectsClose() {
        return state == State.RECEIVED && !head.wantsKeepAlive() && !hasBytesBehind() && head.bodyBytes() == 0;
    }

    /** Known as soon as the method is, so that a refusal has no body either. */
    boolean isForHead() {
        return parser.method() == Method.HEAD;
    }

    RequestHead head() {
        return head;
    }

    ByteBuffer buffer() {
        return bytes.buffer();
    }

    Inbound bytes() {
        return bytes;
    }
}
