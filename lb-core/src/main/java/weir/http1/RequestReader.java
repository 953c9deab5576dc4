package weir.http1;

import weir.exchange.Delivery;
import weir.exchange.ExchangeLogEntry;
import weir.exchange.RequestEvent;
import weir.exchange.RequestSource;
import weir.exchange.RequestTimes;
import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.HeadView;
import weir.http.Method;
import weir.http.Parse;
import weir.model.ExchangeEnd;
import weir.net.Transport;
import weir.relay.BulkTurns;
import weir.relay.RelayBuffer;
import weir.stats.Counter;

/**
 * Reads a request from its client's connection: finds where head and body end. {@link RequestHeadReader} has the head.
 *
 * <pre>
 *   HEAD --complete--> BODY --last byte read--> RECEIVED
 * </pre>
 *
 * <p>Thread: owning loop only.
 */
final class RequestReader extends RequestSource {
    private enum State {
        HEAD,
        BODY,
        RECEIVED;

        private boolean mayBecome(State next) {
            return next == HEAD || ordinal() < next.ordinal();
        }
    }

    private final Http1Listener listener;
    private final RelayBuffer bytes;
    /** Notified of the buffer's fate. */
    private final RelayBuffer.Reader owner;

    private final RequestHeadReader head;
    private final BodyReader body = new BodyReader();
    private final RequestTimes times;
    private final Http1ClientStream client;

    private State state = State.HEAD;
    private boolean isContinued;
    /** Bytes of the next request are here, but no buffer to read them in. */
    private boolean isParseDue;

    RequestReader(
            Http1Listener listener,
            Http1ClientStream client,
            ExchangeLogEntry note,
            RelayBuffer bytes,
            RelayBuffer.Reader owner) {
        this.listener = listener;
        this.client = client;
        this.bytes = bytes;
        this.owner = owner;
        this.head = new RequestHeadReader(listener, note, bytes);
        this.times = new RequestTimes(
                listener.view().loop(), client, listener.listener().timeouts());
    }

    @Override
    protected void open() {
        begin(bytes.front());
    }

    @Override
    protected void begin(int start) {
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

    @Override
    protected void release() {
        head.release();
        isParseDue = false;
        become(State.HEAD);
    }

    // --- reading

    @Override
    protected RequestEvent readNext() {
        bytes.setUnsent(bytes.sendEnd(), bytes.sendEnd());
        bytes.moves();
        if (bytes.takeBuffer(owner, client.transport())) {
            return parseHead();
        }
        isParseDue = true;
        awaitBuffer();
        return RequestEvent.STOPPED;
    }

    @Override
    protected RequestEvent read(int heldFrom) {
        final Transport from = client.transport();
        if (holdsEnough(heldFrom)) {
            client.stopReading();
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
            client.stopReading();
            return RequestEvent.STOPPED;
        }
        final int count = bytes.read(from, mayRest() ? heldFrom : bytes.readEnd());
        if (count > 0) {
            client.onBytes();
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

    @Override
    protected boolean isBulk() {
        return state == State.BODY && BulkTurns.isBulk(bytes, body.contentBytes(), client.transport());
    }

    /**
     * Others have all buffers that requests may have. Who has sent the first bytes of a request waits no longer than
     * for a head.
     */
    private void awaitBuffer() {
        listener.view().loop().counters().add(Counter.BUFFER_WAITS);
        client.stopReading();
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

    @Override
    protected boolean mayReadAhead(int heldFrom) {
        return bytes.room() > 0 && !holdsEnough(heldFrom);
    }

    @Override
    protected void giveFields() {
        if (state != State.HEAD) {
            head.giveFields();
        }
    }

    // --- the client's end

    @Override
    protected RequestEvent onBroken() {
        return onEnd(Transport.GONE);
    }

    private RequestEvent onEnd(int how) {
        client.end();
        if (how == Transport.EOF && state == State.RECEIVED && client.isPrompt()) {
            client.stopReading();
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
        if (client.hasEnded()) {
            return endWithout();
        }
        head.makeRoom();
        client.awaitBytes();
        if (!head.hasBegun()) {
            client.setTimer(client.idleMs()); // stray empty lines, of which the parser bears few
        } else {
            times.awaitHead();
        }
        return RequestEvent.NONE;
    }

    private RequestEvent onHead() {
        client.clearTimer();
        final long bodyBytesMax = listener.tools().bodyBytesMax();
        if (!head.understand(client.facts().forwarded(), bodyBytesMax)) {
            return RequestEvent.REFUSED;
        }
        body.begin(head.head().bodyBytes(), false, bodyBytesMax);
        become(body.isComplete() ? State.RECEIVED : State.BODY);
        if (state == State.BODY) {
            times.beginBody();
        }
        return RequestEvent.HEAD;
    }

    // --- the body

    @Override
    protected boolean limitBody(long bytesMax) {
        body.limit(bytesMax);
        return head.head().bodyBytes() <= bytesMax;
    }

    @Override
    protected RequestEvent readFirstOfBody() {
        final RequestEvent event = readBody();
        return event == RequestEvent.BODY && client.hasEnded() && state == State.BODY
                ? RequestEvent.GONE
                : event; // the rest will not come
    }

    private RequestEvent readBody() {
        final int result = body.read(bytes.buffer(), bytes.sendEnd(), bytes.readEnd());
        if (result == Parse.REFUSED) {
            return RequestEvent.REFUSED;
        }
        bytes.commit(body.outEnd(), body.inEnd());
        if (result == Parse.COMPLETE && state != State.RECEIVED) {
            become(State.RECEIVED);
        }
        return RequestEvent.BODY;
    }

    @Override
    protected ExchangeEnd onTimeout() {
        return state == State.HEAD ? times.onHeadTimeout(head.partBytes()) : times.onBodyTimeout();
    }

    @Override
    protected boolean awaitsContinue() {
        return state == State.BODY && head.head().expectsContinue() && !isContinued && body.contentBytes() == 0;
    }

    @Override
    protected void onContinue() {
        isContinued = true;
    }

    // --- time

    @Override
    protected void awaitBody() {
        times.awaitBody();
    }

    @Override
    protected void rest() {
        times.rest();
    }

    // --- the head

    @Override
    protected HeadView head() {
        return head.head().view();
    }

    @Override
    protected boolean rewriteHead(boolean replacesHost) {
        return head.rewrite(replacesHost);
    }

    @Override
    protected Method method() {
        return head.head().method();
    }

    @Override
    protected boolean isHttp10() {
        return head.head().isHttp10();
    }

    @Override
    protected boolean knowsChunks() {
        return !isHttp10();
    }

    @Override
    protected Delivery deliver(long bodyBytes, boolean mayKeep) {
        return Delivery.of(bodyBytes, isHttp10(), mayKeep);
    }

    @Override
    protected boolean hasNoHopLeft() {
        return head.head().hasNoHopLeft();
    }

    @Override
    protected boolean tiesConnection() {
        return head.head().tiesConnection();
    }

    @Override
    protected boolean isUpgrade() {
        return head.head().isUpgrade();
    }

    @Override
    protected String upgradeOffer() {
        return head.head().upgradeOffer();
    }

    @Override
    protected void forgetUpgradeOffer() {
        head.head().forgetUpgradeOffer();
    }

    @Override
    protected boolean hasBody() {
        return head.head().bodyBytes() != 0;
    }

    @Override
    protected boolean isForHead() {
        return head.isForHead();
    }

    @Override
    protected void notePart() {
        head.notePart(client.facts().forwarded());
    }

    // --- what others ask

    @Override
    protected Fault fault() {
        return state == State.HEAD ? head.fault() : body.fault();
    }

    @Override
    protected long contentBytes() {
        return state == State.HEAD ? 0 : body.contentBytes();
    }

    @Override
    protected boolean hasBegun() {
        return hasHeadBegun() || isParseDue;
    }

    @Override
    protected boolean isParseDue() {
        return isParseDue;
    }

    @Override
    protected boolean isHeadComplete() {
        return state != State.HEAD;
    }

    @Override
    protected boolean isInBody() {
        return state == State.BODY;
    }

    @Override
    protected boolean isReceived() {
        return state == State.RECEIVED;
    }

    @Override
    protected boolean hasBytesBehind() {
        return bytes.readEnd() > bytes.sendEnd();
    }

    @Override
    protected boolean wantsKeepAlive() {
        return head.head().wantsKeepAlive() && (!client.hasEnded() || hasBytesBehind());
    }

    /**
     * The client has asked for the connection to be closed and sends nothing more, so closing at once cannot cost it
     * the response. Behind a body some send an empty line all the same (RFC 9112 §2.2).
     */
    @Override
    protected boolean expectsClose() {
        return state == State.RECEIVED && !head.head().wantsKeepAlive() && !hasBytesBehind() && !hasBody();
    }
}
