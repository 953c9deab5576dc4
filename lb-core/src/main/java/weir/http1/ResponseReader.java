package weir.http1;

import weir.exchange.LoopView;
import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.Method;
import weir.http.Parse;
import weir.http.ResponseHead;
import weir.http.ResponseParser;
import weir.net.IoHandler;
import weir.net.Transport;
import weir.relay.Inbound;
import weir.stats.Counter;
import weir.upstream.UpstreamConnection;

/**
 * Reads a response from its upstream: finds where heads and body end.
 *
 * <pre>
 *   NONE --byte--> HEAD --final head--> BODY --last byte--> RECEIVED
 *                  ^ | |                  '--------.------------^
 *                  1xx '--101--> SWITCH_DUE --request sent--> SWITCHED
 * </pre>
 *
 * <p>Calls nobody about what it has read: each read answers with an {@link Event}, on which the owner acts. Thread:
 * owning loop only.
 */
final class ResponseReader {
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

    /** What a read, or a look at what was read, has led to. */
    enum Event {
        /** There is no more for now, or not enough. */
        NONE,
        /** Bytes of a head, which {@link #parseHead} looks at. */
        HEAD_BYTES,
        /** An interim head is complete. */
        INTERIM,
        /** A head that switches protocols is complete. */
        SWITCH,
        /** The final head is complete. */
        FINAL,
        /** More of the body. */
        BODY,
        /** {@link #fault} says why it is refused. */
        MALFORMED,
        /** The connection has ended before a byte of the response. */
        ENDED_EARLY,
        /** The connection has ended within the head. */
        HEAD_CUT,
        /** The connection's end is that of the body. */
        BODY_ENDED,
        /** The connection has ended within the body. */
        BODY_CUT;

        /** Something was read. */
        boolean hasBytes() {
            return this == HEAD_BYTES || this == BODY || this == MALFORMED;
        }
    }

    private static final long NEVER = -1;

    private final LoopView view;
    private final Inbound bytes;
    /** Who is told of the buffer's fate. */
    private final Inbound.Reader owner;

    private final AccessNote note;
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

    ResponseReader(LoopView view, AccessNote note, Inbound bytes, Inbound.Reader owner) {
        this.view = view;
        this.note = note;
        this.bytes = bytes;
        this.owner = owner;
        this.parser = new ResponseParser(
                view.httpTools().responseLimits(), view.httpTools().responseTables());
    }

    /**
     * Before the first byte of a response is read.
     *
     * @param tolerances what the backend's pool puts up with, as {@link ResponseParser#accept} takes it
     */
    void begin(int tolerances) {
        reset();
        if (tolerances != parser.accepted()) {
            parser.accept(tolerances);
            body.accept(tolerances);
        }
        parser.reset();
    }

    void release() {
        parser.giveFields();
        reset();
    }

    private void reset() {
        become(State.NONE);
        headStart = Inbound.FRONT;
        hasBytesBehind = false;
        silentInTurn = NEVER;
    }

    private void become(State next) {
        assert state.mayBecome(next) : state + " -> " + next;
        state = next;
    }

    /** Reads once. */
    Event read(Transport from) {
        if (!bytes.takeBuffer(owner, from)) {
            view.loop().counters().add(Counter.BUFFER_WAITS);
            from.unwant(IoHandler.READ);
            return Event.NONE;
        }
        final int count = bytes.read(from);
        if (count < 0) {
            return onEnd(count);
        }
        if (count == 0) {
            bytes.giveBufferIfEmpty();
            return Event.NONE;
        }
        silentInTurn = bytes.hasFilled() ? NEVER : view.loop().turnCount();
        if (state == State.BODY) {
            return readBody();
        }
        if (state == State.NONE) {
            note.onResponse();
        }
        become(State.HEAD);
        return Event.HEAD_BYTES;
    }

    private Event onEnd(int how) {
        return switch (state) {
            case NONE -> Event.ENDED_EARLY;
            case HEAD -> Event.HEAD_CUT;
            case BODY -> {
                if (how == Transport.EOF && body.framing() == BodyReader.UNTIL_CLOSE) {
                    become(State.RECEIVED);
                    yield Event.BODY_ENDED;
                }
                yield Event.BODY_CUT;
            }
            case SWITCH_DUE, SWITCHED, RECEIVED -> Event.NONE;
        };
    }

    // --- heads

    /** There may be a head in what was read, and nothing of another one is still to be sent. */
    boolean mayParseHead() {
        return state == State.HEAD && !bytes.hasUnsent() && bytes.hasBuffer();
    }

    /** Looks for the end of a head in what was read. */
    Event parseHead(Method requestMethod) {
        final int result = parser.parse(bytes.buffer(), headStart, bytes.readEnd());
        headStart -= parser.shift();
        if (result == Parse.NEED_MORE) {
            if (bytes.room() == 0 && headStart > Inbound.FRONT) {
                bytes.compact(headStart);
                headStart = Inbound.FRONT;
            }
            return Event.NONE;
        }
        final Fault misread =
                result == Parse.REFUSED ? parser.fault() : head.read(parser, bytes.buffer(), requestMethod);
        if (misread != null) {
            return refuse(misread);
        }
        Tolerated.count(view.loop().counters(), head.tolerated());
        return head.isInterim() ? Event.INTERIM : head.isSwitch() ? Event.SWITCH : Event.FINAL;
    }

    private Event refuse(Fault why) {
        fault = why;
        return Event.MALFORMED;
    }

    /** An interim head is understood: another one follows behind it. */
    void endInterim() {
        headStart += parser.headBytes();
        parser.reset();
    }

    /** All that was read has been sent: the next head goes to the front of another buffer. */
    void rewind() {
        headStart = Inbound.FRONT;
    }

    /** The 101 waits. */
    void awaitSwitch() {
        become(State.SWITCH_DUE);
    }

    /** The 101 is passed on. */
    void endSwitch() {
        become(State.SWITCHED);
        parser.giveFields();
    }

    // --- the body

    /**
     * The final head is understood and rewritten; takes in what of the body is there.
     *
     * @param decode take chunks off
     */
    Event readFirstOfBody(boolean decode) {
        final int bodyStart = bodyStart();
        body.begin(head.bodyBytes(), decode, Long.MAX_VALUE);
        parser.giveFields();
        bytes.setUnsent(bodyStart, bodyStart);
        return readBody();
    }

    private Event readBody() {
        final int result = body.read(bytes.buffer(), bytes.sendEnd(), bytes.readEnd());
        if (result == Parse.REFUSED) {
            return refuse(body.fault());
        }
        hasBytesBehind |= body.inEnd() < bytes.readEnd();
        bytes.truncate(body.inEnd());
        bytes.understood(body.outEnd(), body.inEnd());
        become(result == Parse.COMPLETE ? State.RECEIVED : State.BODY);
        if (result == Parse.COMPLETE) {
            Tolerated.count(view.loop().counters(), body.tolerated());
        }
        return Event.BODY;
    }

    /**
     * The response whose head has come is given up.
     *
     * @param from on which the request was sent completely
     * @return true when the response was here completely, so that its connection is free for another request
     */
    boolean giveUp(UpstreamConnection from) {
        body.begin(head.bodyBytes(), false, Long.MAX_VALUE);
        final boolean isWhole = body.read(bytes.buffer(), bodyStart(), bytes.readEnd()) == Parse.COMPLETE;
        return isWhole && head.keepsAlive() && body.inEnd() == bytes.readEnd() && isDrained(from);
    }

    /** The connection on which the response has come can carry another request. */
    boolean leavesUsable(UpstreamConnection from) {
        return head.keepsAlive() && !hasBytesBehind && isDrained(from);
    }

    /**
     * Nothing stands behind the response, which whoever comes next would take for the answer to its own request. Known
     * when the last read was in this turn and did not fill its room, as is the rule; else one more is needed.
     */
    private boolean isDrained(UpstreamConnection from) {
        final boolean isKnown =
                silentInTurn == view.loop().turnCount() && from.transport().isDrained();
        return isKnown || from.isSilent();
    }

    // --- what others ask

    /** Why the response is malformed. */
    Fault fault() {
        return fault;
    }

    /** The one that came last. */
    ResponseHead head() {
        return head;
    }

    /** Position behind the head that came last. */
    int bodyStart() {
        return headStart + parser.headBytes();
    }

    /** A byte of a response has come, be it interim. */
    boolean hasBegun() {
        return state != State.NONE;
    }

    /** More heads may come. */
    boolean isInHead() {
        return state == State.HEAD;
    }

    boolean isSwitchDue() {
        return state == State.SWITCH_DUE;
    }

    /** More of the body is to come. */
    boolean isInBody() {
        return state == State.BODY;
    }

    /** The whole response has been read. */
    boolean isReceived() {
        return state == State.RECEIVED;
    }

    /** Of the body so far, without framing. */
    long contentBytes() {
        return state == State.BODY || state == State.RECEIVED ? body.contentBytes() : 0;
    }
}
