package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.exchange.LoopView;
import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.Method;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.ExchangeEnd;
import weir.model.ListenerLimits;
import weir.net.IoHandler;
import weir.net.ResetWatch;
import weir.net.Transport;
import weir.relay.BulkTurns;
import weir.relay.Inbound;
import weir.stats.Counter;

/**
 * Reads a request from its client: finds where head and body end, and rewrites the head for the upstream.
 *
 * <pre>
 *   HEAD --complete--> BODY --last byte read--> RECEIVED
 * </pre>
 *
 * <p>Calls nobody about what it has read: each read answers with an {@link Event}, on which the owner acts. Thread: owning loop only.
 */
final class RequestReader {
    private enum State {
        HEAD,
        BODY,
        RECEIVED;

        private boolean mayBecome(State next) {
            return next == HEAD || ordinal() < next.ordinal();
        }
    }

    /** What a read has led to. */
    enum Event {
        /** Nothing was read, and nothing is until {@link #resume}, or until there is a buffer. */
        STOPPED,
        /** Nothing that could be acted on. */
        NONE,
        /** The head is complete and accepted; of the body some may be here. */
        HEAD,
        /** More of the body. */
        BODY,
        /** {@link #fault} says why. */
        REFUSED,
        /** No byte of a request has come, nor is one under way. */
        IDLE,
        /** The client has ended, and owes nothing. */
        ENDED,
        /** The client has ended within its request, or does not wait for the response. */
        GONE
    }

    /**
     * A FIN that follows the client's last bytes within this time belongs to them: it has only half-closed and waits for the response. One that comes later
     * means that it has lost its patience. What Weir itself takes before it looks does not count.
     */
    private static final long HALF_CLOSE_NS = 100_000_000;

    private final Http1Listener listener;
    private final LoopView view;
    private final Inbound bytes;
    /** Who is told of the buffer's fate. */
    private final Inbound.Reader owner;

    private final AccessNote note;
    private final RequestParser parser;
    private final RequestHead head = new RequestHead();
    private final BodyReader body = new BodyReader();
    /** Of the body. */
    private final Pace pace;

    /** Null while no client uses this. */
    private ClientConnection client;

    private State state = State.HEAD;
    private int headStart;
    private Fault fault;
    /** Of the client's last bytes, or of when reading went on after them: while nobody reads, a FIN may wait behind them for long. */
    private long lastBytesNs;
    /** The client has sent FIN. */
    private boolean isEnded;

    private boolean isTimingHead;
    private long headBeganNs;
    private boolean isContinued;
    /** Bytes of the next request are here, but no buffer to read them in. */
    private boolean isParseDue;
    /** Null before the client was not read for the first time. */
    private ResetWatch watch;

    RequestReader(Http1Listener listener, AccessNote note, Inbound bytes, Inbound.Reader owner) {
        this.listener = listener;
        this.view = listener.view();
        this.note = note;
        this.bytes = bytes;
        this.owner = owner;
        this.parser = new RequestParser(listener.limits(), listener.tables());
        parser.accept(listener.accepted());
        this.pace = new Pace(listener.listener().timeouts());
    }

    /** For the first request of a busy period. */
    void open(ClientConnection from) {
        client = from;
        isEnded = false;
        begin(Inbound.FRONT);
    }

    /** The next head is expected there. */
    void begin(int start) {
        become(State.HEAD);
        headStart = start;
        isTimingHead = false;
        isContinued = false;
        isParseDue = false;
        parser.reset();
    }

    private void become(State next) {
        assert state.mayBecome(next) : state + " -> " + next;
        state = next;
    }

    void release() {
        endWatch();
        parser.giveFields();
        head.forgetUpgradeOffer();
        isParseDue = false;
        become(State.HEAD);
        parser.reset();
        client = null;
    }

    // --- reading

    /** Bytes behind the last request are here: begins with those. */
    Event readNext() {
        bytes.setUnsent(headStart, headStart);
        bytes.moves();
        if (bytes.takeBuffer(owner, client.transport())) {
            return parseHead();
        }
        isParseDue = true;
        awaitBuffer();
        return Event.STOPPED;
    }

    /**
     * Reads once.
     *
     * @param heldFrom position of the first byte in the buffer that is needed yet
     */
    Event read(int heldFrom) {
        final Transport from = client.transport();
        if (holdsEnough(heldFrom)) {
            stop();
            return Event.STOPPED;
        }
        if (!bytes.takeBuffer(owner, from)) {
            awaitBuffer();
            return Event.STOPPED;
        }
        if (isParseDue) {
            isParseDue = false;
            return parseHead();
        }
        if (bytes.room() == 0) {
            stop();
            return Event.STOPPED;
        }
        final int count = bytes.read(from, mayRest() ? heldFrom : bytes.readEnd());
        if (count > 0) {
            lastBytesNs = view.loop().nowNs();
            return onBytes(count);
        }
        if (count < 0) {
            return onEnd(count);
        }
        return state == State.HEAD && bytes.isEmpty() ? Event.IDLE : Event.NONE;
    }

    private Event onBytes(int count) {
        return switch (state) {
            case HEAD -> parseHead();
            case BODY -> {
                pace.took(count, lastBytesNs);
                yield readBody();
            }
            case RECEIVED -> Event.NONE; // pipelined; waits its turn
        };
    }

    /** More of a long body than others must wait for may be next, see {@link BulkTurns}. */
    boolean isBulk() {
        return state == State.BODY && BulkTurns.isBulk(bytes, body.contentBytes(), client.transport());
    }

    /** Until something has gone on. Meanwhile a FIN is not seen, but a reset is. */
    void stop() {
        final Transport from = client.transport();
        from.unwant(IoHandler.READ);
        if (watch == null) {
            watch = new ResetWatch(view.loop());
        }
        watch.begin(from);
    }

    void resume() {
        final Transport from = client.transport();
        if (!isEnded && (from.interest() & IoHandler.READ) == 0) {
            from.want(IoHandler.READ);
            lastBytesNs = view.loop().nowNs();
        }
    }

    /** Somebody else reads from the client from now on. */
    void endWatch() {
        if (watch != null) {
            watch.end();
        }
    }

    /** Others have all buffers that requests may have. Who has sent the first bytes of a request waits no longer than for a head. */
    private void awaitBuffer() {
        view.loop().counters().add(Counter.BUFFER_WAITS);
        stop();
        rest();
        if (state == State.HEAD && !parser.hasBegun()) {
            client.setTimer(client.timeouts().headMs());
        }
    }

    /** What the client sends next is not what is waited for: it belongs to a later request, or the upstream has not taken what came before. */
    private boolean mayRest() {
        return state == State.RECEIVED || state == State.BODY && bytes.hasUnsent();
    }

    /** Where nothing has come behind the request, the client is read on whatever its size: it may go away. */
    private boolean holdsEnough(int heldFrom) {
        final boolean isAhead = mayRest() && (state == State.BODY || hasBytesBehind());
        return isAhead && bytes.holdsEnough(client.transport(), heldFrom);
    }

    /** There is room for what stands behind the request. */
    boolean mayReadAhead(int heldFrom) {
        return bytes.room() > 0 && !holdsEnough(heldFrom);
    }

    /** Of what is not a head any more nobody asks for fields. */
    void giveFields() {
        if (state != State.HEAD) {
            parser.giveFields();
        }
    }

    // --- the client's end

    /** Seen while nothing is read. */
    Event onBroken() {
        return onEnd(Transport.GONE);
    }

    private Event onEnd(int how) {
        isEnded = true;
        if (how == Transport.EOF && state == State.RECEIVED && isPrompt()) {
            stop();
            return Event.NONE;
        }
        return endWithout();
    }

    /** The client sends nothing more, though something is to come, or wants nothing more. */
    private Event endWithout() {
        return hasHeadBegun() ? Event.GONE : Event.ENDED;
    }

    private boolean hasHeadBegun() {
        return state != State.HEAD || parser.hasBegun();
    }

    /** Nothing shows that the client's end has come later than so soon after its bytes. */
    private boolean isPrompt() {
        return view.loop().newsSinceNs() - lastBytesNs <= HALF_CLOSE_NS
                || client.transport().wasPutOff();
    }

    // --- the head

    private Event parseHead() {
        final int result = parser.parse(bytes.buffer(), headStart, bytes.readEnd());
        headStart -= parser.shift();
        return switch (result) {
            case Parse.COMPLETE -> onHead();
            case Parse.REFUSED -> refuse(parser.fault());
            default -> awaitHead();
        };
    }

    private Event refuse(Fault why) {
        fault = why;
        return Event.REFUSED;
    }

    /** The deadline is set once, with the first byte: trickling does not move it. */
    private Event awaitHead() {
        if (isEnded) {
            return endWithout();
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
        return Event.NONE;
    }

    /** Null when the head came fast enough so far, and there is time left for the rest. */
    ExchangeEnd onHeadTimeout() {
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

    private Event onHead() {
        client.clearTimer();
        Tolerated.count(view.loop().counters(), parser.tolerated());
        note.onHead(parser.head(), bytes.buffer(), client.forwarded());
        final int bodyStart = headStart + parser.headBytes();
        bytes.setUnsent(bodyStart, bodyStart);
        final Fault misread = head.read(parser, bytes.buffer());
        if (misread != null) {
            return refuse(misread);
        }
        final ListenerLimits limits = listener.listener().limits();
        if (head.bodyBytes() > limits.bodyBytesMax()) {
            return refuse(Fault.BODY_TOO_LARGE);
        }
        body.begin(head.bodyBytes(), false, limits.bodyBytesMax());
        become(body.isComplete() ? State.RECEIVED : State.BODY);
        if (state == State.BODY) {
            pace.begin(0);
        }
        return Event.HEAD;
    }

    /**
     * Turns the head, which filters have edited, into what the upstream shall see, which is to be sent then.
     *
     * @param replacesHost a filter has added Host
     * @return false when it would be too large; nothing has changed then
     */
    boolean rewriteHead(boolean replacesHost) {
        final ByteBuffer in = bytes.buffer();
        final HeadEdit edit = view.headEdit();
        head.edit(in, edit, replacesHost);
        if (!edit.fits(headStart, 0)) {
            return false;
        }
        bytes.setUnsent(head.rewrite(in, edit), headStart + parser.headBytes());
        return true;
    }

    /** Tells of a head that is not complete and will not be. */
    void notePartOfHead() {
        final ByteBuffer in = bytes.hasBuffer() ? bytes.restingBuffer() : null;
        note.onPartOfHead(parser.head(), in, headStart - bytes.restStart(), client.forwarded());
    }

    // --- the body

    /** Takes in what of the body has come together with the head. */
    Event readFirstOfBody() {
        final Event event = readBody();
        return event == Event.BODY && isEnded && state == State.BODY ? Event.GONE : event; // the rest will not come
    }

    private Event readBody() {
        final int result = body.read(bytes.buffer(), bytes.sendEnd(), bytes.readEnd());
        if (result == Parse.REFUSED) {
            return refuse(body.fault());
        }
        bytes.understood(body.outEnd(), body.inEnd());
        if (result == Parse.COMPLETE && state != State.RECEIVED) {
            become(State.RECEIVED);
        }
        return Event.BODY;
    }

    /** It is the client's turn to send more of it. */
    void timeBody() {
        client.setTimer(client.timeouts().bodyMs(), pace.owes(view.loop().nowNs()));
    }

    /** The client owes nothing for now. */
    void rest() {
        pace.rests(view.loop().nowNs());
    }

    /** The client had its time for the body. */
    ExchangeEnd onBodyTimeout() {
        return pace.owes(view.loop().nowNs()) <= 0 ? ExchangeEnd.CLIENT_TOO_SLOW : ExchangeEnd.BODY_TIMEOUT;
    }

    /** The client sends its body only when the upstream has said so. */
    boolean awaitsContinue() {
        return state == State.BODY && head.expectsContinue() && !isContinued && body.contentBytes() == 0;
    }

    /** The upstream has said so. */
    void onContinue() {
        isContinued = true;
    }

    // --- what others ask

    /** Why the request is refused. */
    Fault fault() {
        return fault;
    }

    RequestHead head() {
        return head;
    }

    /** Of the body so far, without framing. */
    long contentBytes() {
        return state == State.HEAD ? 0 : body.contentBytes();
    }

    /** A byte of the request has come. */
    boolean hasBegun() {
        return hasHeadBegun() || isParseDue;
    }

    /** Its next bytes are here already. */
    boolean isParseDue() {
        return isParseDue;
    }

    boolean isHeadComplete() {
        return state != State.HEAD;
    }

    boolean isInBody() {
        return state == State.BODY;
    }

    /** The whole request has been read. */
    boolean isReceived() {
        return state == State.RECEIVED;
    }

    boolean hasBytesBehind() {
        return bytes.readEnd() > bytes.sendEnd();
    }

    boolean isEnded() {
        return isEnded;
    }

    /** Client and Weir agree that another request may follow; behind a FIN only what has come before it. */
    boolean wantsKeepAlive() {
        return head.wantsKeepAlive() && (!isEnded || hasBytesBehind());
    }

    /**
     * The client has asked for the connection to be closed and sends nothing more, so closing at once cannot cost it the response. Behind a body some send an
     * empty line all the same (RFC 9112 §2.2).
     */
    boolean expectsClose() {
        return state == State.RECEIVED && !head.wantsKeepAlive() && !hasBytesBehind() && head.bodyBytes() == 0;
    }

    /** Known as soon as the method is, so that a refusal has no body either. */
    boolean isForHead() {
        return parser.method() == Method.HEAD;
    }
}
