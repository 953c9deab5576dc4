package weir.http1;

import java.nio.ByteBuffer;
import weir.exchange.ExchangeLogEntry;
import weir.exchange.LoopView;
import weir.filter.ForwardedFields;
import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.Method;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.relay.RelayBuffer;

/**
 * Finds the head of a request in its buffer, and makes of it there what the backend shall see. Thread: owning loop
 * only.
 */
final class RequestHeadReader {
    private final LoopView view;
    private final ExchangeLogEntry note;
    private final RelayBuffer bytes;
    private final RequestParser parser;
    private final RequestHead head = new RequestHead();
    /** Position in the buffer. */
    private int start;

    private Fault fault;

    RequestHeadReader(Http1Listener listener, ExchangeLogEntry note, RelayBuffer bytes) {
        this.view = listener.view();
        this.note = note;
        this.bytes = bytes;
        this.parser = new RequestParser(listener.limits(), listener.tables());
        parser.accept(listener.accepted());
    }

    /** The next head is expected there. */
    void begin(int at) {
        start = at;
        parser.reset();
    }

    void release() {
        parser.giveFields();
        head.forgetUpgradeOffer();
        parser.reset();
    }

    /** Its fields are not needed any more. */
    void giveFields() {
        parser.giveFields();
    }

    /** Looks for the end of the head in what was read; as {@link RequestParser#parse}. */
    int parse() {
        final int result = parser.parse(bytes.buffer(), start, bytes.readEnd());
        start -= parser.shift();
        if (result == Parse.REFUSED) {
            fault = parser.fault();
        }
        return result;
    }

    /** The head is not complete: there must be room for the rest. */
    void makeRoom() {
        if (bytes.room() == 0) {
            bytes.compact(start);
            start = bytes.front();
        }
    }

    /**
     * The head is complete: what does it mean?
     *
     * @return false when it is refused
     */
    boolean understand(ForwardedFields client, long bodyBytesMax) {
        Tolerated.count(view.loop().counters(), parser.tolerated());
        note.onHead(parser.head(), bytes.buffer(), client);
        bytes.setUnsent(bodyStart(), bodyStart());
        fault = head.read(parser, bytes.buffer());
        if (fault == null && head.bodyBytes() > bodyBytesMax) {
            fault = Fault.BODY_TOO_LARGE;
        }
        return fault == null;
    }

    private int bodyStart() {
        return start + parser.headBytes();
    }

    /**
     * Turns the head, which filters have edited, into what the upstream shall see, which is to be sent then.
     *
     * @param replacesHost a filter has added Host
     * @return false when it would be too large; nothing has changed then
     */
    boolean rewrite(boolean replacesHost) {
        final ByteBuffer in = bytes.buffer();
        final HeadEdit edit = view.httpTools().headEdit();
        head.edit(in, edit, replacesHost);
        if (!edit.fits(start, 0)) {
            return false;
        }
        bytes.setUnsent(head.rewrite(in, edit), bodyStart());
        return true;
    }

    /** Tells the access log of a head that is not complete and will not be. */
    void notePart(ForwardedFields client) {
        final ByteBuffer in = bytes.hasBuffer() ? bytes.restingBuffer() : null;
        note.onPartOfHead(parser.head(), in, start - bytes.restStart(), client);
    }

    /** A byte of it has come. */
    boolean hasBegun() {
        return parser.hasBegun();
    }

    /** So many bytes of it have come, if it is not complete. */
    int partBytes() {
        return bytes.readEnd() - start;
    }

    /** Why it is refused. */
    Fault fault() {
        return fault;
    }

    RequestHead head() {
        return head;
    }

    /** Known as soon as the method is, so that a refusal has no body either. */
    boolean isForHead() {
        return parser.method() == Method.HEAD;
    }
}
