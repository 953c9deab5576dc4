package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.buf.BufferQueue;
import weir.exchange.LoopView;
import weir.http.Fault;
import weir.http.RequestHead;
import weir.http.ResponseHead;
import weir.model.ExchangeEnd;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.relay.BulkTurns;
import weir.relay.Inbound;
import weir.upstream.UpstreamConnection;

/**
 * The direction from upstream to client, through one buffer: {@link ResponseReader} fills it, {@link ResponseHeadEdit} makes of a head what the client shall
 * see, {@link ResponseWriter} empties it.
 *
 * <p>Back-pressure: while the client has not taken what was read, the upstream is not read; {@link #pump} resumes it. The buffer is given back whenever it
 * is empty, so a quiet event stream holds none. Thread: owning loop only.
 */
final class ResponseFlow implements Inbound.Reader {
    /** Full reads of one connection in one turn; others wait meanwhile. */
    private static final int READS_PER_EVENT = 2;

    private static final int CONTINUE = 100;
    /** See {@link Exchange#becomeTunnel}. */
    static final int NO_FRAMES = -1;

    private final Exchange exchange;
    private final LoopView view;
    private final Inbound bytes;
    private final ResponseReader reader;
    private final ResponseHeadEdit edit;
    private final ResponseWriter writer;

    ResponseFlow(Exchange exchange, Http1Listener listener) {
        this.exchange = exchange;
        this.view = listener.view();
        this.bytes = view.newUpstreamInbound();
        this.reader = new ResponseReader(view, exchange.note(), bytes, this);
        this.edit = new ResponseHeadEdit(listener, bytes, reader.head());
        this.writer = new ResponseWriter(view, bytes);
    }

    void open(ClientConnection client) {
        writer.open(client);
    }

    /** Before a request is sent. */
    void begin() {
        reader.begin(exchange.pool().accepted());
        writer.reset();
    }

    /** The exchange is over; another one of the same client may follow. */
    void end() {
        bytes.release();
        reader.release();
        writer.reset();
    }

    void release() {
        end();
        writer.open(null);
    }

    // --- reading

    void onUpstreamReadable() {
        final UpstreamConnection upstream = exchange.upstream().connection();
        final Transport transport = upstream.transport();
        final boolean mayBeBulk = BulkTurns.isBulk(bytes, contentBytes(), transport);
        for (int reads = 0; reads < READS_PER_EVENT; reads++) {
            if (bytes.hasUnsent() || reader.isSwitchDue()) {
                transport.unwant(IoHandler.READ);
                return;
            }
            final boolean isBulk = mayBeBulk && reader.isInBody();
            if (isBulk && !view.bulkTurns().begins(bytes, this)) {
                upstream.clearDeadline(); // its bytes are here, and what they wait for is ours
                return;
            }
            final ResponseReader.Event event = reader.read(transport);
            final boolean mayBeMore = event.hasBytes() && bytes.hasFilled();
            act(event);
            if (isBulk) {
                view.bulkTurns().ends();
            }
            if (!mayBeMore || exchange.upstream().connection() != upstream || exchange.isTunnel()) {
                return;
            }
        }
    }

    /** The exchange may be over behind it. */
    private void act(ResponseReader.Event event) {
        switch (event) {
            case NONE -> {}
            case HEAD_BYTES -> takeHeads();
            case INTERIM -> passInterim();
            case SWITCH -> passSwitch();
            case FINAL -> passFinal();
            case BODY -> {
                writer.wrap();
                pump();
            }
            case MALFORMED -> malformed(reader.fault());
            case ENDED_EARLY -> exchange.attempts().onEndedEarly();
            case HEAD_CUT -> exchange.ending().failWith(ExchangeEnd.RESPONSE_HEAD_CUT);
            case BODY_ENDED -> {
                writer.endChunks();
                pump();
            }
            case BODY_CUT -> exchange.ending().abort(ExchangeEnd.RESPONSE_CUT);
        }
    }

    private void malformed(Fault fault) {
        view.faults().add(fault);
        exchange.note().onFault(fault);
        exchange.ending().failWith(ExchangeEnd.RESPONSE_MALFORMED);
    }

    @Override
    public void onTurn() {
        if (exchange.upstream().isOpen()) {
            view.loop().dispatch(exchange.upstream().connection(), IoHandler.READ);
        }
        if (isInBody() && exchange.upstream().isOpen() && !bytes.isInLine()) {
            exchange.request().setDeadlines();
        }
    }

    private boolean isInBody() {
        return reader.isInBody() || reader.isReceived();
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

    // --- heads

    /** One head, or several: interim ones come before the final one. */
    private void takeHeads() {
        while (reader.mayParseHead()) {
            final ResponseReader.Event event =
                    reader.parseHead(exchange.request().head().method());
            act(event);
            if (event != ResponseReader.Event.INTERIM) {
                return;
            }
        }
    }

    /** 1xx goes on to clients that know it (RFC 9110 §15.2); HTTP/1.0 does not. */
    private void passInterim() {
        final int end = reader.bodyStart();
        int start = end;
        if (!exchange.request().head().isHttp10()) {
            start = edit.rewriteInterim();
            writer.beginInterim();
        }
        bytes.setUnsent(start, end);
        final boolean isContinue = reader.head().status() == CONTINUE;
        reader.endInterim();
        if (isContinue) {
            exchange.request().onContinue();
        }
        if (flush()) {
            settleInterim();
        }
    }

    /** An interim head is sent: the next one starts with a fresh buffer, or behind it. */
    private void settleInterim() {
        if (bytes.isEmpty()) {
            bytes.giveBuffer();
            reader.rewind();
        }
    }

    private void passSwitch() {
        final ResponseHead head = reader.head();
        final RequestHead asked = exchange.request().head();
        if (!asked.isUpgrade() || !head.switchesTo(asked.upgradeOffer(), bytes.buffer())) {
            malformed(Fault.UNEXPECTED_UPGRADE);
        } else if (exchange.request().isSent()) {
            switchNow(asked);
        } else {
            reader.awaitSwitch();
            exchange.upstream().transport().keepRoom(); // others may wait for what this one holds meanwhile
            exchange.request().onContinue(); // or a client that waits for it would never send the rest
        }
    }

    private void switchNow(RequestHead asked) {
        final ResponseHead head = reader.head();
        exchange.upstream().transport().letGoOfRoom();
        asked.forgetUpgradeOffer();
        exchange.attempts().onResponseHead(head.status());
        final int framesFrom = head.isWebSocket(bytes.buffer()) ? reader.bodyStart() : NO_FRAMES;
        final int start = edit.rewriteSwitch(
                exchange.pool(), exchange.sticky(), exchange.upstream().backend());
        bytes.setUnsent(start, bytes.readEnd());
        reader.endSwitch();
        writer.beginFinal();
        exchange.becomeTunnel(framesFrom);
    }

    /**
     * The upstream has the whole request. Protocols change between messages, not within one (RFC 9110 §7.8): a 101 that came before is passed on now, and what
     * stands behind the request belongs to the tunnel.
     */
    void onRequestSent() {
        if (reader.isSwitchDue()) {
            switchNow(exchange.request().head());
        }
    }

    private void passFinal() {
        final ResponseHead head = reader.head();
        exchange.attempts().onResponseHead(head.status());
        if (exchange.attempts().triesAgainInsteadOf(head.status())) {
            return;
        }
        final boolean toHttp10 = exchange.request().head().isHttp10();
        final Delivery delivery =
                Delivery.of(head.bodyBytes(), toHttp10, exchange.mayKeepClient() && exchange.mayKeepNext());
        writer.deliver(delivery);
        final int bodyBytes = bytes.readEnd() - reader.bodyStart();
        final int start = edit.rewriteFinal(
                exchange.pool(),
                exchange.sticky(),
                exchange.upstream().backend(),
                delivery,
                toHttp10,
                exchange.attempts().search().explainLine(),
                delivery.isInChunks() ? ResponseWriter.sizeLineBytes(bodyBytes) : 0);
        if (start == ResponseHeadEdit.NO_ROOM) {
            malformed(Fault.HEAD_TOO_LARGE);
        } else if (reader.readFirstOfBody(toHttp10) == ResponseReader.Event.MALFORMED) {
            malformed(reader.fault());
        } else {
            writer.wrap();
            bytes.setUnsent(start, bytes.sendEnd());
            writer.beginFinal();
            exchange.request().forgetReplay();
            pump();
        }
    }

    /**
     * Forgets the response whose head has come, and is ready for that of another attempt.
     *
     * @param from on which the request was sent completely
     * @return true when the response was here completely, so that its connection is free for another request
     */
    boolean giveUp(UpstreamConnection from) {
        final boolean isUsable = reader.giveUp(from);
        bytes.giveBuffer();
        begin();
        return isUsable;
    }

    // --- sending

    /** Sends a whole response that Weir itself has made; {@link Ending#onOwnSent} follows, perhaps later. */
    void sendOwn(ByteBuffer out, boolean keep) {
        switch (writer.writeOwn(out, keep)) {
            case SENT -> exchange.ending().onOwnSent(keep);
            case STALLED -> onStalled();
            case GONE -> exchange.client().close();
            case LOST -> exchange.client().linger(); // the client can tell by the length that this is not all
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
            settleInterim();
            takeHeads();
        } else if (reader.isReceived()) {
            exchange.ending().onServed();
        } else {
            bytes.giveBuffer();
            exchange.upstream().setDeadline(exchange.pool().pool().timeouts().bodyMs());
        }
    }

    /** True when nothing is left to be sent and the exchange goes on. */
    private boolean flush() {
        if (bytes.hasUnsent()) {
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
        exchange.upstream().clearDeadline();
        if (!reader.isInHead() || writer.isOwn()) { // else heads may follow that are still to be read
            bytes.rest(
                    this, bytes.sendStart(), BufferQueue.Use.OWED, view.loop().nowNs());
        }
    }

    private void endStall() {
        writer.endStall();
        if (exchange.upstream().isOpen()) {
            exchange.request().setDeadlines();
            exchange.request().onResponseFlowing();
            exchange.upstream().transport().want(IoHandler.READ);
        }
    }

    /** The client had its time to take what waits for it. */
    void onClientTimeout() {
        final boolean hasTaken = writer.writeLate();
        final boolean isTooSlow = writer.isTooSlow();
        if (hasTaken && !isTooSlow) {
            pump();
        } else if (writer.isOwn()) {
            exchange.client().close();
        } else {
            exchange.ending().abort(isTooSlow ? ExchangeEnd.CLIENT_TOO_SLOW : ExchangeEnd.CLIENT_STALLED);
        }
    }

    // --- what others ask

    /** A byte of a response has come, be it interim. */
    boolean hasBegun() {
        return reader.hasBegun();
    }

    boolean hasSent() {
        return writer.hasSent();
    }

    /** A 101 waits until the request is sent. */
    boolean isSwitchDue() {
        return reader.isSwitchDue();
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

    /** Of the head that came last. */
    int status() {
        return reader.head().status();
    }

    /** Of the body so far, without framing. */
    long contentBytes() {
        return writer.isFinal() ? reader.contentBytes() : 0;
    }

    Delivery delivery() {
        return writer.delivery();
    }

    /** The backend takes whoever speaks on the connection for who has logged in there. */
    boolean tiesConnection() {
        return reader.head().tiesConnection();
    }

    /** What nobody has asked for may still come on the connection. */
    boolean mayHaveStrayBody() {
        return reader.head().mayHaveStrayBody();
    }

    /** The connection on which the response has come can carry another request. */
    boolean leavesUsable(UpstreamConnection from) {
        return reader.leavesUsable(from);
    }

    Inbound bytes() {
        return bytes;
    }
}
