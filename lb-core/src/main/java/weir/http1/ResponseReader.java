package weir.http1;

import weir.exchange.ExchangeLogEntry;
import weir.exchange.LoopView;
import weir.exchange.ResponseEvent;
import weir.exchange.ResponseSource;
import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.http.Method;
import weir.http.Parse;
import weir.http.ResponseHead;
import weir.http.ResponseParser;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.relay.BulkTurns;
import weir.relay.RelayBuffer;
import weir.stats.Counter;

/**
 * Reads a response from the connection of its upstream: finds where heads and body end.
 *
 * <pre>
 *   NONE --byte--> HEAD --final head--> BODY --last byte--> RECEIVED
 *                  ^ | |                  '--------.------------^
 *                  1xx '--101--> SWITCH_DUE --request sent--> SWITCHED
 * </pre>
 *
 * <p>Thread: owning loop only.
 */
final class ResponseReader extends ResponseSource {
    private enum State {
        NONE,
        HEAD,
        /** The final head is a 101, which waits in the buffer until the request is with the upstream completely. */
        SWITCH_DUE,
        /** The final head was a 101, and bytes are not for this class any more. */
        SWITCHED,
        BODY,
        /** The last byte of the body is in the buffer or gone. */
        RECEIVED;

        private boolean mayBecome(State next) {
            return switch (next) {
                case NONE -> true; // another attempt or another exchange follows
                case HEAD -> this == NONE || this == HEAD;
                case SWITCH_DUE -> this == HEAD;
                case SWITCHED -> this == HEAD || this == SWITCH_DUE;
                case BODY -> this == HEAD || this == BODY;
                case RECEIVED -> this == HEAD || this == BODY;
            };
        }
    }

    private static final long NEVER = -1;

    private final LoopView view;
    private final Http1UpstreamStream upstream;
    private final RelayBuffer bytes;
    /** Notified of the buffer's fate. */
    private final RelayBuffer.Reader owner;

    private final ExchangeLogEntry note;
    private final ResponseParser parser;
    private final ResponseHead head = new ResponseHead();
    private final BodyReader body = new BodyReader();

    private State state = State.NONE;
    private int headStart;
    private Fault fault;
    /** Something stood behind the response that no request has asked for. */
    private boolean hasBytesBehind;
    /**
     * The last turn in which the upstream had less to say than there was room for; {@link #NEVER} after a read that
     * filled the room.
     */
    private long silentInTurn;

    ResponseReader(
            LoopView view,
            ExchangeLogEntry note,
            Http1UpstreamStream upstream,
            RelayBuffer bytes,
            RelayBuffer.Reader owner) {
        this.view = view;
        this.note = note;
        this.upstream = upstream;
        this.bytes = bytes;
        this.owner = owner;
        this.parser = new ResponseParser(
                view.httpTools().responseLimits(), view.httpTools().responseTables());
    }

    @Override
    protected void begin(int tolerances) {
        reset();
        if (tolerances != parser.accepted()) {
            parser.accept(tolerances);
            body.accept(tolerances);
        }
        parser.reset();
    }

    @Override
    protected void release() {
        parser.giveFields();
        reset();
    }

    private void reset() {
        become(State.NONE);
        headStart = bytes.front();
        hasBytesBehind = false;
        silentInTurn = NEVER;
    }

    private void become(State next) {
        assert state.mayBecome(next) : state + " -> " + next;
        state = next;
    }

    @Override
    protected ResponseEvent read() {
        final Transport from = upstream.transport();
        if (!bytes.takeBuffer(owner, from)) {
            view.loop().counters().add(Counter.BUFFER_WAITS);
            from.unwant(IoHandler.READ);
            return ResponseEvent.NONE;
        }
        final int count = bytes.read(from);
        if (count < 0) {
            return onEnd(count);
        }
        if (count == 0) {
            bytes.giveBufferIfEmpty();
            return ResponseEvent.NONE;
        }
        silentInTurn = bytes.hasFilled() ? NEVER : view.loop().turnCount();
        if (state == State.BODY) {
            return readBody();
        }
        if (state == State.NONE) {
            note.onResponse();
        }
        become(State.HEAD);
        return ResponseEvent.HEAD_BYTES;
    }

    @Override
    protected boolean isBulk() {
        return BulkTurns.isBulk(bytes, contentBytes(), upstream.transport());
    }

    private ResponseEvent onEnd(int how) {
        return switch (state) {
            case NONE -> {
                bytes.giveBuffer(); // another attempt may wait for long
                yield ResponseEvent.ENDED_EARLY;
            }
            case HEAD -> ResponseEvent.HEAD_CUT;
            case BODY -> {
                if (how == Transport.EOF && body.framing() == BodyReader.UNTIL_CLOSE) {
                    become(State.RECEIVED);
                    yield ResponseEvent.BODY_ENDED;
                }
                yield ResponseEvent.BODY_CUT;
            }
            case SWITCH_DUE, SWITCHED, RECEIVED -> ResponseEvent.NONE;
        };
    }

    // --- heads

    @Override
    protected boolean mayParseHead() {
        return state == State.HEAD && !bytes.hasUnsent() && bytes.hasBuffer();
    }

    @Override
    protected ResponseEvent parseHead(Method requestMethod) {
        final int result = parser.parse(bytes.buffer(), headStart, bytes.readEnd());
        headStart -= parser.shift();
        if (result == Parse.NEED_MORE) {
            if (bytes.room() == 0 && headStart > bytes.front()) {
                bytes.compact(headStart);
                headStart = bytes.front();
            }
            return ResponseEvent.NONE;
        }
        final Fault misread =
                result == Parse.REFUSED ? parser.fault() : head.read(parser, bytes.buffer(), requestMethod);
        if (misread != null) {
            return refuse(misread);
        }
        Tolerated.count(view.loop().counters(), head.tolerated());
        return head.isInterim() ? ResponseEvent.INTERIM : head.isSwitch() ? ResponseEvent.SWITCH : ResponseEvent.FINAL;
    }

    private ResponseEvent refuse(Fault why) {
        fault = why;
        return ResponseEvent.MALFORMED;
    }

    @Override
    protected void endInterim() {
        headStart += parser.headBytes();
        parser.reset();
    }

    @Override
    protected void rewind() {
        headStart = bytes.front();
    }

    @Override
    protected void awaitSwitch() {
        become(State.SWITCH_DUE);
    }

    @Override
    protected void endSwitch() {
        become(State.SWITCHED);
        parser.giveFields();
    }

    // --- the body

    @Override
    protected ResponseEvent readFirstOfBody(boolean takesChunksOff) {
        final int bodyStart = bodyStart();
        body.begin(head.bodyBytes(), takesChunksOff, Long.MAX_VALUE);
        parser.giveFields();
        bytes.setUnsent(bodyStart, bodyStart);
        return readBody();
    }

    private ResponseEvent readBody() {
        final int result = body.read(bytes.buffer(), bytes.sendEnd(), bytes.readEnd());
        if (result == Parse.REFUSED) {
            return refuse(body.fault());
        }
        hasBytesBehind |= body.inEnd() < bytes.readEnd();
        bytes.truncate(body.inEnd());
        bytes.commit(body.outEnd(), body.inEnd());
        become(result == Parse.COMPLETE ? State.RECEIVED : State.BODY);
        if (result == Parse.COMPLETE) {
            Tolerated.count(view.loop().counters(), body.tolerated());
        }
        return ResponseEvent.BODY;
    }

    @Override
    protected boolean giveUp() {
        body.begin(head.bodyBytes(), false, Long.MAX_VALUE);
        final boolean isWhole = body.read(bytes.buffer(), bodyStart(), bytes.readEnd()) == Parse.COMPLETE;
        return isWhole && head.keepsAlive() && body.inEnd() == bytes.readEnd() && isDrained();
    }

    @Override
    protected boolean leavesUsable() {
        return head.keepsAlive() && !hasBytesBehind && isDrained();
    }

    /**
     * Nothing stands behind the response, which whoever comes next would take for the answer to its own request. Known
     * when the last read was in this turn and did not fill its room, as is the rule; else one more is needed.
     */
    private boolean isDrained() {
        final boolean isKnown =
                silentInTurn == view.loop().turnCount() && upstream.transport().isDrained();
        return isKnown || upstream.isSilent();
    }

    // --- what others ask

    @Override
    protected Fault fault() {
        return fault;
    }

    @Override
    protected HeadView head() {
        return head.view();
    }

    @Override
    protected void editHead(HeadEdit edit, boolean takesChunksOff) {
        head.edit(bytes.buffer(), edit, takesChunksOff);
    }

    @Override
    protected int rewriteHead(HeadEdit edit, int gapBytes) {
        return head.rewrite(bytes.buffer(), edit, gapBytes);
    }

    @Override
    protected boolean switchesTo(String offer) {
        return head.switchesTo(offer, bytes.buffer());
    }

    @Override
    protected boolean isWebSocket() {
        return head.isWebSocket(bytes.buffer());
    }

    @Override
    protected int status() {
        return head.status();
    }

    @Override
    protected long bodyBytes() {
        return head.bodyBytes();
    }

    @Override
    protected boolean tiesConnection() {
        return head.tiesConnection();
    }

    @Override
    protected boolean mayHaveStrayBody() {
        return head.mayHaveStrayBody();
    }

    @Override
    protected int bodyStart() {
        return headStart + parser.headBytes();
    }

    @Override
    protected boolean hasBegun() {
        return state != State.NONE;
    }

    @Override
    protected boolean isInHead() {
        return state == State.HEAD;
    }

    @Override
    protected boolean isSwitchDue() {
        return state == State.SWITCH_DUE;
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
    protected long contentBytes() {
        return state == State.BODY || state == State.RECEIVED ? body.contentBytes() : 0;
    }
}
