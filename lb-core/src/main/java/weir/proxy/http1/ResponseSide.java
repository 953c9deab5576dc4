package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.BufferQueue;
import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.FieldLines;
import weir.http.HeadEdit;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.ResponseHead;
import weir.http.ResponseParser;
import weir.model.ExchangeEnd;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.proxy.BulkTurns;
import weir.proxy.Inbound;
import weir.proxy.LoopView;
import weir.proxy.UpstreamConnection;
import weir.stats.Counter;

/**
 * The direction from upstream to client: reads, understands and rewrites the response, and sends it from the buffer it was read into.
 *
 * <pre>
 *   NONE --byte--> HEAD --final head--> BODY --last byte read--> RECEIVED --last byte sent--> (served)
 *    |            ^ | | '--101--> SWITCH_DUE --request sent--> SWITCHED
 *    |            1xx |               |
 *    '----------------'--Weir itself answers--> OWN --last byte sent--> (over)
 * </pre>
 *
 * <p>Back-pressure: while the client has not taken what was read, the upstream is not read; {@link #pump} resumes it. The buffer is given back whenever it
 * is empty, so a quiet event stream holds none. Thread: owning loop only.
 */
final class ResponseSide implements Inbound.Reader {
    private enum State {
        NONE,
        HEAD,
        /** The final head is a 101, which waits in the buffer until the request is with the upstream completely. */
        SWITCH_DUE,
        /** The final head was a 101, and bytes are not for this class any more. */
        SWITCHED,
        BODY,
        /** The last byte of the body is in the buffer or gone. */
        RECEIVED,
        /** Part of a response that Weir itself has made waits for the client. */
        OWN;

        private boolean mayBecome(State next) {
            return switch (next) {
                case NONE -> true; // another attempt or another exchange follows
                case HEAD -> this == NONE || this == HEAD;
                case SWITCH_DUE -> this == HEAD;
                case SWITCHED -> this == HEAD || this == SWITCH_DUE;
                case BODY -> this == HEAD;
                case RECEIVED -> this == HEAD || this == BODY;
                case OWN -> this == NONE || this == HEAD || this == SWITCH_DUE;
            };
        }
    }

    /** Full reads of one connection in one turn; others wait meanwhile. */
    private static final int READS_PER_EVENT = 2;

    private static final int CONTINUE = 100;
    private static final long NEVER = -1;
    /** A head that was repaired begins so early that nothing more fits before it. */
    private static final int NO_ROOM = -1;
    /** See {@link Exchange#becomeTunnel}. */
    static final int NO_FRAMES = -1;

    private static final byte[] CONNECTION_CLOSE_LINE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] CONNECTION_KEEP_ALIVE_LINE = Ascii.bytes("Connection: keep-alive\r\n");
    /** In lower case. */
    private static final byte[] HSTS_NAME = Ascii.bytes("strict-transport-security");

    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n\r\n");
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private final Exchange exchange;
    private final LoopView view;
    private final Inbound bytes;
    private final ResponseParser parser;
    private final ResponseHead head = new ResponseHead();
    private final BodyReader body = new BodyReader();

    private State state = State.NONE;
    /** A byte of a response, be it interim, has gone to the client or waits for it. */
    private boolean hasSent;

    private int headStart;
    /** What is to be sent, or is being sent, is sent so. */
    private Delivery delivery = Delivery.LAST;
    /** Something stood behind the response that no request has asked for. */
    private boolean hasBytesBehind;

    /** The last turn in which the upstream had less to say than there was room for; {@link #NEVER} after a read that filled the room. */
    private long silentInTurn;

    private boolean isStalled;
    /** Runs from the first time that the client did not take all; null before any has not. */
    private Pace pace;

    private boolean isPaced;

    ResponseSide(Exchange exchange, Http1Listener listener) {
        this.exchange = exchange;
        this.view = listener.view();
        this.bytes = view.newUpstreamInbound();
        this.parser = new ResponseParser(view.responseLimits(), view.responseTables());
    }

    /** Before a request is sent. */
    void begin() {
        reset();
        final int accepted = exchange.pool().accepted();
        if (accepted != parser.accepted()) {
            parser.accept(accepted);
            body.accept(accepted);
        }
        parser.reset();
    }

    void release() {
        bytes.release();
        parser.giveFields();
        reset();
    }

    private void reset() {
        become(State.NONE);
        hasSent = false;
        headStart = Inbound.FRONT;
        delivery = Delivery.LAST;
        hasBytesBehind = false;
        silentInTurn = NEVER;
        isStalled = false;
        isPaced = false;
    }

    private void become(State next) {
        assert state.mayBecome(next) : state + " -> " + next;
        state = next;
    }

    // --- reading

    void onUpstreamReadable() {
        final UpstreamConnection upstream = exchange.upstream();
        final Transport transport = upstream.transport();
        final boolean mayBeBulk = BulkTurns.isBulk(bytes, contentBytes(), transport);
        for (int reads = 0; reads < READS_PER_EVENT; reads++) {
            if (bytes.hasUnsent() || state == State.SWITCH_DUE) {
                transport.unwant(IoHandler.READ);
                return;
            }
            final boolean isBulk = mayBeBulk && state == State.BODY;
            if (isBulk && !view.bulkTurns().begins(bytes, this)) {
                upstream.clearDeadline(); // its bytes are here, and what they wait for is ours
                return;
            }
            final boolean mayGoOn = readOnce(transport);
            if (isBulk) {
                view.bulkTurns().ends();
            }
            if (!mayGoOn || exchange.upstream() != upstream || exchange.isTunnel()) {
                return;
            }
        }
    }

    /** False when there is no more for now. */
    private boolean readOnce(Transport transport) {
        if (!bytes.takeBuffer(this, transport)) {
            view.loop().counters().add(Counter.BUFFER_WAITS);
            transport.unwant(IoHandler.READ);
            return false;
        }
        final int count = bytes.read(transport);
        if (count < 0) {
            onUpstreamEnd(count);
            return false;
        }
        if (count == 0) {
            bytes.giveBufferIfEmpty();
            return false;
        }
        final boolean mayBeMore = bytes.hasFilled();
        silentInTurn = mayBeMore ? NEVER : view.loop().turnCount();
        onBytes();
        return mayBeMore;
    }

    @Override
    public void onTurn() {
        if (exchange.upstream() != null) {
            view.loop().dispatch(exchange.upstream(), IoHandler.READ);
        }
        if (isInBody() && exchange.upstream() != null && !bytes.isInLine()) {
            exchange.request().setDeadlines();
        }
    }

    @Override
    public void onBuffer() {
        exchange.upstream().transport().want(IoHandler.READ);
    }

    @Override
    public void onScarce() {
        throw new IllegalStateException("a response is not sent again");
    }

    @Override
    public void onEvicted() {
        exchange.abort(ExchangeEnd.CLIENT_EVICTED);
    }

    /** It waits for a buffer to read into. */
    boolean isStarved() {
        return bytes.isStarved();
    }

    /** There is no connection any more that it could read. */
    void stopWaiting() {
        bytes.stopWaiting();
    }

    private void onBytes() {
        if (state == State.BODY) {
            if (understandBody(bytes.sendEnd())) {
                if (body.isComplete()) {
                    become(State.RECEIVED);
                }
                pump();
            }
        } else {
            if (state == State.NONE) {
                exchange.note().onResponse();
            }
            become(State.HEAD);
            parseHeads();
        }
    }

    /** One head, or several: interim ones come before the final one. */
    private void parseHeads() {
        while (state == State.HEAD && !bytes.hasUnsent() && bytes.hasBuffer()) {
            final int result = parser.parse(bytes.buffer(), headStart, bytes.readEnd());
            headStart -= parser.shift();
            if (result == Parse.NEED_MORE) {
                if (bytes.room() == 0 && headStart > Inbound.FRONT) {
                    bytes.compact(headStart);
                    headStart = Inbound.FRONT;
                }
                return;
            }
            final Fault fault = result == Parse.REFUSED
                    ? parser.fault()
                    : head.read(
                            parser,
                            bytes.buffer(),
                            headStart,
                            exchange.request().head().method());
            if (fault != null) {
                malformed(fault);
                return;
            }
            Tolerated.count(view.loop().counters(), head.tolerated());
            if (head.isInterim()) {
                passInterim();
            } else if (head.isSwitch()) {
                passSwitch();
                return;
            } else {
                passFinal();
                return;
            }
        }
    }

    private void malformed(Fault fault) {
        view.faults().add(fault);
        exchange.note().onFault(fault);
        exchange.failWith(ExchangeEnd.RESPONSE_MALFORMED);
    }

    /** 1xx goes on to clients that know it (RFC 9110 §15.2); HTTP/1.0 does not. */
    private void passInterim() {
        final int end = headStart + parser.headBytes();
        int start = end;
        if (!exchange.request().head().isHttp10()) {
            final HeadEdit edit = view.headEdit();
            edit.begin();
            head.edit(bytes.buffer(), edit, false);
            start = head.rewrite(bytes.buffer(), edit, 0);
            hasSent = true;
        }
        bytes.setUnsent(start, end);
        headStart = end;
        if (head.status() == CONTINUE) {
            exchange.request().onContinue();
        }
        parser.reset();
        if (flush()) {
            settleInterim();
        }
    }

    /** An interim head is sent: the next one starts with a fresh buffer, or behind it. */
    private void settleInterim() {
        if (bytes.isEmpty()) {
            bytes.giveBuffer();
            headStart = Inbound.FRONT;
        }
    }

    private void passSwitch() {
        final RequestHead asked = exchange.request().head();
        if (!asked.isUpgrade() || !head.switchesTo(asked.upgradeOffer(), bytes.buffer())) {
            malformed(Fault.UNEXPECTED_UPGRADE);
            return;
        }
        if (!exchange.request().isSent()) {
            become(State.SWITCH_DUE);
            exchange.upstream().transport().keepRoom(); // others may wait for what this one holds meanwhile
            exchange.request().onContinue(); // or a client that waits for it would never send the rest
            return;
        }
        exchange.upstream().transport().letGoOfRoom();
        asked.forgetUpgradeOffer();
        exchange.onResponseHead(head.status());
        final int framesFrom = head.isWebSocket(bytes.buffer()) ? headStart + parser.headBytes() : NO_FRAMES;
        final HeadEdit edit = view.headEdit();
        edit.begin();
        head.edit(bytes.buffer(), edit, false);
        editSticky(edit);
        final int start = head.rewrite(bytes.buffer(), edit, 0);
        bytes.setUnsent(start, bytes.readEnd());
        become(State.SWITCHED);
        parser.giveFields();
        exchange.becomeTunnel(framesFrom);
    }

    /**
     * The upstream has the whole request. Protocols change between messages, not within one (RFC 9110 §7.8): a 101 that came before is passed on now, and what
     * stands behind the request belongs to the tunnel.
     */
    void onRequestSent() {
        if (state == State.SWITCH_DUE) {
            passSwitch();
        }
    }

    private void passFinal() {
        exchange.onResponseHead(head.status());
        if (exchange.triesAgainInsteadOf(head.status())) {
            return;
        }
        final RequestFlow request = exchange.request();
        final boolean toHttp10 = request.head().isHttp10();
        delivery = Delivery.of(head.bodyBytes(), toHttp10, exchange.mayKeepClient() && exchange.mayKeepNext());
        body.begin(head.bodyBytes(), toHttp10, Long.MAX_VALUE);
        final int bodyStart = headStart + parser.headBytes();
        final int bodyBytes = bytes.readEnd() - bodyStart;
        final int start = rewriteHead(toHttp10, delivery.isInChunks() ? sizeLineBytes(bodyBytes) : 0);
        if (start == NO_ROOM) {
            malformed(Fault.HEAD_TOO_LARGE);
            return;
        }
        parser.giveFields();
        bytes.setUnsent(bodyStart, bodyStart);
        if (!understandBody(bodyStart)) {
            return;
        }
        bytes.setUnsent(start, bytes.sendEnd());
        become(body.isComplete() ? State.RECEIVED : State.BODY);
        hasSent = true;
        request.forgetReplay();
        pump();
    }

    /**
     * Forgets the response whose head has come, and is ready for that of another attempt.
     *
     * @param from on which the request was sent completely
     * @return true when the response was here completely, so that its connection is free for another request
     */
    boolean giveUp(UpstreamConnection from) {
        final int bodyStart = headStart + parser.headBytes();
        body.begin(head.bodyBytes(), false, Long.MAX_VALUE);
        final boolean isWhole = body.read(bytes.buffer(), bodyStart, bytes.readEnd()) == Parse.COMPLETE;
        final boolean isUsable = isWhole && head.keepsAlive() && body.inEnd() == bytes.readEnd() && isDrained(from);
        bytes.giveBuffer();
        begin();
        return isUsable;
    }

    /** @param gapBytes size line of a chunk that stands between head and body */
    private int rewriteHead(boolean toHttp10, int gapBytes) {
        final HeadEdit edit = view.headEdit();
        edit.begin();
        head.edit(bytes.buffer(), edit, toHttp10);
        editSticky(edit);
        if (!head.hasDate()) {
            edit.add(view.dateLine());
        }
        if (!delivery.keepsClient()) {
            edit.add(CONNECTION_CLOSE_LINE);
        } else if (toHttp10) {
            edit.add(CONNECTION_KEEP_ALIVE_LINE);
        }
        final byte[] hstsLine = exchange.hstsLine();
        if (hstsLine != null) {
            addHsts(edit, hstsLine);
        }
        final byte[] explainLine = exchange.explainLine();
        if (explainLine != null) {
            edit.add(explainLine);
        }
        return edit.fits(headStart, gapBytes) ? head.rewrite(bytes.buffer(), edit, gapBytes) : NO_ROOM;
    }

    /** What the backend says of it counts: of two such lines clients take the first (RFC 6797 §8.1). */
    private void addHsts(HeadEdit edit, byte[] line) {
        final FieldLines fields = head.fields();
        final ByteBuffer in = bytes.buffer();
        for (int i = fields.indexOf(in, headStart, HSTS_NAME, 0);
                i >= 0;
                i = fields.indexOf(in, headStart, HSTS_NAME, i + 1)) {
            if (!fields.isDropped(i)) {
                return;
            }
        }
        edit.add(line);
    }

    private void editSticky(HeadEdit edit) {
        exchange.sticky().edit(head, bytes.buffer(), edit, exchange.upstream().backend());
    }

    /**
     * Takes in body bytes from {@code from} on and lets them be sent.
     *
     * @return false when they were refused and the exchange is over
     */
    private boolean understandBody(int from) {
        final int result = body.read(bytes.buffer(), from, bytes.readEnd());
        if (result == Parse.REFUSED) {
            malformed(body.fault());
            return false;
        }
        hasBytesBehind |= body.inEnd() < bytes.readEnd();
        bytes.truncate(body.inEnd());
        bytes.understood(body.outEnd(), body.inEnd());
        if (delivery.isInChunks() && body.outEnd() > from) {
            wrapChunk(from, body.outEnd());
        }
        if (result == Parse.COMPLETE) {
            Tolerated.count(view.loop().counters(), body.tolerated());
        }
        return true;
    }

    /** Length of the line that {@link #wrapChunk} puts before so many bytes. */
    private static int sizeLineBytes(int bytes) {
        return bytes == 0 ? 0 : (35 - Integer.numberOfLeadingZeros(bytes)) / 4 + 2;
    }

    /** Puts a chunk's size line before the data and its line end behind; there is room for both, see {@link Inbound}. */
    private void wrapChunk(int from, int to) {
        final ByteBuffer buffer = bytes.buffer();
        int at = from - 2;
        buffer.put(at, (byte) '\r').put(at + 1, (byte) '\n');
        for (int rest = to - from; rest > 0; rest >>>= 4) {
            buffer.put(--at, HEX[rest & 0xf]);
        }
        buffer.put(to, (byte) '\r').put(to + 1, (byte) '\n');
        bytes.setUnsent(at, to + 2);
    }

    private void onUpstreamEnd(int how) {
        switch (state) {
            case NONE -> exchange.onUpstreamEndedEarly();
            case HEAD -> exchange.failWith(ExchangeEnd.RESPONSE_HEAD_CUT);
            case BODY -> {
                if (how == Transport.EOF && body.framing() == BodyReader.UNTIL_CLOSE) {
                    endBody();
                } else {
                    exchange.abort(ExchangeEnd.RESPONSE_CUT);
                }
            }
        }
    }

    /** The end of the connection is the end of the body. The buffer is empty, or nothing would have been read. */
    private void endBody() {
        become(State.RECEIVED);
        if (delivery.isInChunks()) {
            bytes.rewind();
            final int end = Inbound.FRONT + LAST_CHUNK.length;
            bytes.buffer().put(Inbound.FRONT, LAST_CHUNK);
            bytes.setUnsent(Inbound.FRONT, end);
        }
        pump();
    }

    // --- sending

    /**
     * Sends a whole response that Weir itself has made; {@link Exchange#onOwnSent} follows, perhaps later. What the client does not take waits in the buffer for
     * as long as a body would: a client that pipelines may be slow to read, and the next response must not follow half of this one.
     */
    void sendOwn(ByteBuffer out, boolean keep) {
        final ClientConnection client = exchange.client();
        if (!isStalled && client.transport().write(out) < 0) {
            client.close();
        } else if (!out.hasRemaining()) {
            exchange.onOwnSent(keep);
        } else if (hold(out)) {
            become(State.OWN);
            delivery = Delivery.whole(keep);
            client.transport().unwant(IoHandler.READ);
            awaitClient(client);
        } else {
            client.linger(); // the stock is used up; the client can tell by the length that this is not all
        }
    }

    /** Behind part of an interim response, or instead of what the upstream has sent. */
    private boolean hold(ByteBuffer out) {
        if (!bytes.hasUnsent()) {
            bytes.giveBuffer();
        } else {
            bytes.truncate(bytes.sendEnd());
        }
        if (!bytes.takeBufferFor(out.remaining())) {
            return false;
        }
        bytes.append(out);
        return true;
    }

    /** Sends what may be sent; then lets the upstream go on, or ends. */
    void pump() {
        if (!flush()) {
            return;
        }
        if (state == State.OWN) {
            exchange.onOwnSent(delivery.keepsClient());
        } else if (!isInBody()) {
            settleInterim();
            parseHeads();
        } else if (state == State.RECEIVED) {
            exchange.onServed();
        } else {
            bytes.giveBuffer();
            exchange.upstream().setDeadline(exchange.pool().pool().timeouts().bodyMs());
        }
    }

    /** True when nothing is left to be sent and the exchange goes on. */
    private boolean flush() {
        final ClientConnection client = exchange.client();
        if (bytes.hasUnsent()) {
            final int count = bytes.write(client.transport());
            if (count < 0) {
                exchange.abort(ExchangeEnd.CLIENT_GONE);
                return false;
            }
            if (isPaced) {
                pace.took(count, view.loop().nowNs());
            }
            if (bytes.hasUnsent()) {
                awaitClient(client);
                return false;
            }
        }
        if (isStalled) {
            endStall(client);
        }
        return true;
    }

    private void awaitClient(ClientConnection client) {
        if (!isPaced) {
            isPaced = true;
            if (pace == null) {
                pace = new Pace(client.timeouts());
            }
            pace.begin(contentBytes());
        }
        isStalled = true;
        client.transport().want(IoHandler.WRITE);
        exchange.request().onResponseStalled();
        client.setTimer(client.timeouts().bodyMs(), pace.owes(view.loop().nowNs()));
        if (exchange.upstream() != null) {
            exchange.upstream().clearDeadline();
        }
        if (state != State.HEAD) { // where heads may follow that are still to be read
            bytes.rest(
                    this, bytes.sendStart(), BufferQueue.Use.OWED, view.loop().nowNs());
        }
    }

    /** The client had its time to take what waits for it. The kernel tells of room only when a good part of its buffer is free, so it is asked once more. */
    void onClientTimeout() {
        final ClientConnection client = exchange.client();
        final int count = bytes.write(client.transport());
        final long nowNs = view.loop().nowNs();
        if (count > 0) {
            pace.took(count, nowNs);
        }
        final boolean isTooSlow = pace.owes(nowNs) <= 0;
        if (count > 0 && !isTooSlow) {
            pump();
        } else if (state == State.OWN) {
            client.close();
        } else {
            exchange.abort(isTooSlow ? ExchangeEnd.CLIENT_TOO_SLOW : ExchangeEnd.CLIENT_STALLED);
        }
    }

    private void endStall(ClientConnection client) {
        isStalled = false;
        client.transport().unwant(IoHandler.WRITE);
        if (exchange.upstream() != null) {
            exchange.request().setDeadlines();
            exchange.request().onResponseFlowing();
            exchange.upstream().transport().want(IoHandler.READ);
        }
    }

    // --- what others ask

    /** A byte of a response has come, be it interim. */
    boolean hasBegun() {
        return state != State.NONE;
    }

    boolean hasSent() {
        return hasSent;
    }

    /** A 101 waits until the request is sent. */
    boolean isSwitchDue() {
        return state == State.SWITCH_DUE;
    }

    /** The final head is on its way to the client, so nothing else can be. */
    boolean isHeadSent() {
        return isInBody() || state == State.SWITCHED;
    }

    private boolean isInBody() {
        return state == State.BODY || state == State.RECEIVED;
    }

    /** A response that Weir itself has made is on its way to the client. */
    boolean isOwn() {
        return state == State.OWN;
    }

    /** The client has not taken what it was sent. */
    boolean isStalled() {
        return isStalled;
    }

    /** Of the head that came last. */
    int status() {
        return head.status();
    }

    /** Of the body so far, without framing. */
    long contentBytes() {
        return isInBody() ? body.contentBytes() : 0;
    }

    Delivery delivery() {
        return delivery;
    }

    /** The backend takes whoever speaks on the connection for who has logged in there. */
    boolean tiesConnection() {
        return head.tiesConnection();
    }

    /** What nobody has asked for may still come on the connection. */
    boolean mayHaveStrayBody() {
        return head.mayHaveStrayBody();
    }

    /** The connection on which the response has come can carry another request. */
    boolean leavesUsable(UpstreamConnection from) {
        return head.keepsAlive() && !hasBytesBehind && isDrained(from);
    }

    /**
     * Nothing stands behind the response, which whoever comes next would take for the answer to its own request. Known when the last read was in this turn and did
     * not fill its room, as is the rule; else one more is needed.
     */
    private boolean isDrained(UpstreamConnection from) {
        final boolean isKnown =
                silentInTurn == view.loop().turnCount() && from.transport().isDrained();
        return isKnown || from.isSilent();
    }

    Inbound bytes() {
        return bytes;
    }
}
