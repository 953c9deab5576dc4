package weir.http1;

import weir.exchange.LoopView;
import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.model.ExchangeEnd;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.relay.BulkTurns;
import weir.relay.Inbound;
import weir.stats.Counter;

/**
 * Reads a request from its client: finds where head and body end. {@link RequestHeadReader} has the head.
 *
 * <pre>
 *   HEAD --complete--> BODY --last byte read--> RECEIVED
 * </pre>
 *
 * <p>Calls nobody about what it has read: each read answers with an {@link RequestEvent}, on which the owner acts.
 * Thread: owning loop only.
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

    private final Http1Listener listener;
    private final LoopView view;
    private final Inbound bytes;
    /** Who is told of the buffer's fate. */
    private final Inbound.Reader owner;

    private final RequestHeadReader head;
    private final BodyReader body = new BodyReader();
    private final RequestTimes times;
    private final ClientReading reading;

    /** Null while no client uses this. */
    private ClientConnection client;

    private State state = State.HEAD;
    private boolean isContinued;
    /** Bytes of the next request are here, but no buffer to read them in. */
    private boolean isParseDue;

    RequestReader(Http1Listener listener, AccessNote note, Inbound bytes, Inbound.Reader owner) {
        this.listener = listener;
        this.view = listener.view();
        this.bytes = bytes;
        this.owner = owner;
        this.head = new RequestHeadReader(listener, note, bytes);
        this.times = new RequestTimes(view.loop(), listener.listener().timeouts());
        this.reading = new ClientReading(view);
    }

    /** For the first request of a busy period. */
    void open(ClientConnection from) {
        client = from;
        reading.open(from.transport());
        times.open(from);
        begin(Inbound.FRONT);
    }

    /** The next head is expected there. */
    void begin(int start) {
        become(State.HEAD);
        times.begin();
        isContinued = false;
        isParseDue = false;
        head.begin(start);
    }

    private void become(State next) {
        assert state.mayBecome(next) : state + " -> " + next;
        state = next;
    }

    void release() {
        reading.release();
        head.release();
        isParseDue = false;
        become(State.HEAD);
        client = null;
    }

    // --- reading

    /** Bytes behind the last request are here: begins with those. */
    RequestEvent readNext() {
        bytes.setUnsent(bytes.sendEnd(), bytes.sendEnd());
        bytes.moves();
        if (bytes.takeBuffer(owner, client.transport())) {
            return parseHead();
        }
        isParseDue = true;
        awaitBuffer();
        return RequestEvent.STOPPED;
    }

    /**
     * Reads once.
     *
     * @param heldFrom position of the first byte in the buffer that is needed yet
     */
    RequestEvent read(int heldFrom) {
        final Transport from = client.transport();
        if (holdsEnough(heldFrom)) {
            reading.stop();
            return RequestEvent.STOPPED;
        }
        if (!bytes.takeBuffer(owner, from)) {
            awaitBuffer();
            return RequestEvent.STOPPED;
        }
        if (isParseDue) {
            isParseDue = false;
            return parseHead();
        }
        if (bytes.room() == 0) {
            reading.stop();
            return RequestEvent.STOPPED;
        }
        final int count = bytes.read(from, mayRest() ? heldFrom : bytes.readEnd());
        if (count > 0) {
            reading.onBytes(view.loop().nowNs());
            return onBytes(count);
        }
        if (count < 0) {
            return onEnd(count);
        }
        return state == State.HEAD && bytes.isEmpty() ? RequestEvent.IDLE : RequestEvent.NONE;
    }

    private RequestEvent onBytes(int count) {
        return switch (state) {
            case HEAD -> parseHead();
            case BODY -> {
                times.took(count);
                yield readBody();
            }
            case RECEIVED -> RequestEvent.NONE; // pipelined; waits its turn
        };
    }

    /** More of a long body than others must wait for may be next, see {@link BulkTurns}. */
    boolean isBulk() {
        return state == State.BODY && BulkTurns.isBulk(bytes, body.contentBytes(), client.transport());
    }

    /**
     * Others have all buffers that requests may have. Who has sent the first bytes of a request waits no longer than
     * for a head.
     */
    private void awaitBuffer() {
        view.loop().counters().add(Counter.BUFFER_WAITS);
        reading.stop();
        times.rest();
        if (state == State.HEAD && !head.hasBegun()) {
            times.awaitFirstByte();
        }
    }

    /**
     * What the client sends next is not what is waited for: it belongs to a later request, or the upstream has not
     * taken what came before.
     */
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
            head.giveFields();
        }
    }

    // --- the client's end

    /** Seen while nothing is read. */
    RequestEvent onBroken() {
        return onEnd(Transport.GONE);
    }

    private RequestEvent onEnd(int how) {
        reading.end();
        if (how == Transport.EOF && state == State.RECEIVED && reading.isPrompt()) {
            reading.stop();
            return RequestEvent.NONE;
        }
        return endWithout();
    }

    /** The client sends nothing more, though something is to come, or wants nothing more. */
    private RequestEvent endWithout() {
        return hasHeadBegun() ? RequestEvent.GONE : RequestEvent.ENDED;
    }

    private boolean hasHeadBegun() {
        return state != State.HEAD || head.hasBegun();
    }

    // --- the head

    private RequestEvent parseHead() {
        return switch (head.parse()) {
            case Parse.COMPLETE -> onHead();
            case Parse.REFUSED -> RequestEvent.REFUSED;
            default -> awaitHead();
        };
    }

    private RequestEvent awaitHead() {
        if (reading.isEnded()) {
            return endWithout();
        }
        head.makeRoom();
        client.transport().want(IoHandler.READ);
        if (!head.hasBegun()) {
            client.setTimer(client.idleMs()); // stray empty lines, of which the parser bears few
        } else {
            times.awaitHead();
        }
        return RequestEvent.NONE;
    }

    private RequestEvent onHead() {
        client.clearTimer();
        final long bodyBytesMax = listener.listener().limits().bodyBytesMax();
        if (!head.understand(client, bodyBytesMax)) {
            return RequestEvent.REFUSED;
        }
        body.begin(head().bodyBytes(), false, bodyBytesMax);
        become(body.isComplete() ? State.RECEIVED : State.BODY);
        if (state == State.BODY) {
            times.beginBody();
        }
        return RequestEvent.HEAD;
    }

    // --- the body

    /** Takes in what of the body has come together with the head. */
    RequestEvent readFirstOfBody() {
        final RequestEvent event = readBody();
        return event == RequestEvent.BODY && reading.isEnded() && state == State.BODY
                ? RequestEvent.GONE
                : event; // the rest will not come
    }

    private RequestEvent readBody() {
        final int result = body.read(bytes.buffer(), bytes.sendEnd(), bytes.readEnd());
        if (result == Parse.REFUSED) {
            return RequestEvent.REFUSED;
        }
        bytes.understood(body.outEnd(), body.inEnd());
        if (result == Parse.COMPLETE && state != State.RECEIVED) {
            become(State.RECEIVED);
        }
        return RequestEvent.BODY;
    }

    /** The client had its time for what it owes. Null when it has some left. */
    ExchangeEnd onTimeout() {
        return state == State.HEAD ? times.onHeadTimeout(head.partBytes()) : times.onBodyTimeout();
    }

    /** The client sends its body only when the upstream has said so. */
    boolean awaitsContinue() {
        return state == State.BODY && head().expectsContinue() && !isContinued && body.contentBytes() == 0;
    }

    /** The upstream has said so. */
    void onContinue() {
        isContinued = true;
    }

    // --- what others ask

    /** Why the request is refused. */
    Fault fault() {
        return state == State.HEAD ? head.fault() : body.fault();
    }

    ClientReading reading() {
        return reading;
    }

    RequestTimes times() {
        return times;
    }

    RequestHeadReader headReader() {
        return head;
    }

    RequestHead head() {
        return head.head();
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

    /** Client and Weir agree that another request may follow; behind a FIN only what has come before it. */
    boolean wantsKeepAlive() {
        return head().wantsKeepAlive() && (!reading.isEnded() || hasBytesBehind());
    }

    /**
     * The client has asked for the connection to be closed and sends nothing more, so closing at once cannot cost it
     * the response. Behind a body some send an empty line all the same (RFC 9112 §2.2).
     */
    boolean expectsClose() {
        return state == State.RECEIVED && !head().wantsKeepAlive() && !hasBytesBehind() && head().bodyBytes() == 0;
    }
}
