package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/**
 * What a complete, well-formed response head means, and how it goes on to the client.
 *
 * <p>Ambiguous framing makes the response a failure of the backend, never a guess (RFC 9112 §6.3, §11.1). Thread:
 * owning loop only; reused.
 */
public final class ResponseHead {
    private static final long HOP_BY_HOP = FieldName.set(
            FieldName.CONNECTION,
            FieldName.KEEP_ALIVE,
            FieldName.PROXY_CONNECTION,
            FieldName.TE,
            FieldName.TRAILER,
            FieldName.UPGRADE,
            FieldName.WEIR_EXPLAIN, // only Weir itself can tell
            FieldName.LOOK_ALIKE);
    private static final long FRAMING = FieldName.set(FieldName.CONTENT_LENGTH, FieldName.TRANSFER_ENCODING);

    private static final int LENGTHS = Tolerance.EQUAL_CONTENT_LENGTHS.bit() | Tolerance.LENGTH_WITH_CHUNKED.bit();
    private static final long CONTENT_LENGTH_SET = FieldName.set(FieldName.CONTENT_LENGTH);

    private static final long CHALLENGES = FieldName.set(FieldName.WWW_AUTHENTICATE, FieldName.PROXY_AUTHENTICATE);

    private static final byte[] WEBSOCKET = Ascii.bytes("websocket");
    private static final int STATUS_LINE_BYTES = "HTTP/1.1 200".length();
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int UPGRADE_REQUIRED = 426;

    private ResponseParser parser;
    /** These stay when the head is gone. */
    private int status;

    private boolean isHttp10;
    private long bodyBytes;
    private boolean mayHaveStrayBody;
    private boolean tiesConnection;
    private int options;
    private int tolerated;
    /** Whoever has sent both may have meant either: what is behind the body may be anything. */
    private boolean hasLengthAndChunks;

    /**
     * Interprets a head that {@code parser} has found complete.
     *
     * @param requestMethod decides whether there is a body (RFC 9112 §6.3)
     * @return why the response is refused, or null
     */
    public Fault read(ResponseParser parser, ByteBuffer in, Method requestMethod) {
        this.parser = parser;
        final HeadView head = parser.head();
        status = head.status();
        isHttp10 = head.isHttp10();
        options = ConnectionField.read(head, in);
        final Fault fault = readFraming(head, in);
        mayHaveStrayBody = hasNoBody(requestMethod);
        tiesConnection = ConnectionAuthentication.isIn(head, in, CHALLENGES);
        if (fault == null && mayHaveStrayBody) {
            bodyBytes = 0;
        }
        return fault;
    }

    private boolean hasNoBody(Method requestMethod) {
        return requestMethod == Method.HEAD || status < 200 || status == 204 || status == 304;
    }

    private Fault readFraming(HeadView head, ByteBuffer in) {
        tolerated = 0;
        hasLengthAndChunks = false;
        final Fault fault = Framing.fault(head, in, parser.accepted());
        if (fault == null) {
            bodyBytes = Framing.bodyBytes(head, in, BodyReader.UNTIL_CLOSE);
            if ((parser.accepted() & LENGTHS) != 0 && head.has(FieldName.CONTENT_LENGTH)) {
                readToleratedLength(head, in);
            }
        }
        return fault;
    }

    /** There is nothing wrong with it but, perhaps, what is put up with. */
    private void readToleratedLength(HeadView head, ByteBuffer in) {
        final long plain = head.isRepeated(FieldName.CONTENT_LENGTH) ? Framing.BAD : Framing.contentLength(head, in);
        if (plain == Framing.BAD) {
            tolerated |= Tolerance.EQUAL_CONTENT_LENGTHS.bit();
        }
        if (bodyBytes == BodyReader.CHUNKED) {
            hasLengthAndChunks = true;
            tolerated |= Tolerance.LENGTH_WITH_CHUNKED.bit();
        } else if (plain == Framing.BAD) {
            bodyBytes = Framing.equalLengths(head, in);
        }
    }

    /** What had to be put up with in this head, as bits of {@link Tolerance}. */
    public int tolerated() {
        return tolerated | parser.tolerated();
    }

    /**
     * Marks for this hop's sake. Then add further lines.
     *
     * @param toHttp10 the client does not know chunks
     */
    public void edit(ByteBuffer in, HeadEdit edit, boolean toHttp10) {
        final HeadView head = parser.head();
        head.dropAll(HOP_BY_HOP);
        if (parser.lacksSpace()) {
            edit.prefix(Ascii.bytes("HTTP/1.1 " + status + " "));
        }
        if ((status == SWITCHING_PROTOCOLS || status == UPGRADE_REQUIRED) && head.has(FieldName.UPGRADE)) {
            UpgradeField.passOn(head, edit);
        }
        if (status < 200 || status == 204) {
            head.dropAll(FRAMING); // RFC 9110 §8.6, RFC 9112 §6.1: must not be there
        } else if (head.hasAny(FRAMING)) {
            makeFramingPlain(head, in, edit, toHttp10);
        } else if (bodyBytes == BodyReader.UNTIL_CLOSE && !toHttp10) {
            edit.add(Framing.CHUNKED_LINE); // so that the client's connection outlives the backend's
        }
    }

    private void makeFramingPlain(HeadView head, ByteBuffer in, HeadEdit edit, boolean toHttp10) {
        if (hasLengthAndChunks) {
            head.dropAll(CONTENT_LENGTH_SET);
        }
        if (head.has(FieldName.TRANSFER_ENCODING)) {
            if (toHttp10) {
                head.drop(head.indexOf(FieldName.TRANSFER_ENCODING));
            } else {
                Framing.makeCodingPlain(head, in, edit);
            }
        } else if ((tolerated & Tolerance.EQUAL_CONTENT_LENGTHS.bit()) != 0) {
            head.dropAll(CONTENT_LENGTH_SET);
            edit.add(Framing.LENGTH_NAME, Framing.equalLengths(head, in));
        } else {
            Framing.makeLengthPlain(head, in, edit);
        }
    }

    /**
     * Writes the edited head, as HTTP/1.1, so that it ends {@code gapBytes} before where it ended.
     *
     * @return position of its first byte
     */
    public int rewrite(ByteBuffer in, HeadEdit edit, int gapBytes) {
        final HeadView head = parser.head();
        in.put(head.base() + "HTTP/1.".length(), (byte) '1');
        final int keepFrom = parser.lacksSpace() ? STATUS_LINE_BYTES : 0;
        return edit.apply(in, head.base(), keepFrom, head.fields(), head.base() + parser.headBytes() - gapBytes);
    }

    /** The backend authenticates the connection, and not each request. */
    public boolean tiesConnection() {
        return tiesConnection;
    }

    /** The head's parts, for as long as the parser has them. */
    public HeadView view() {
        return parser.head();
    }

    public int status() {
        return status;
    }

    /** 1xx: another head follows, unless it is a 101. */
    public boolean isInterim() {
        return status < 200 && status != SWITCHING_PROTOCOLS;
    }

    public boolean isSwitch() {
        return status == SWITCHING_PROTOCOLS;
    }

    /**
     * It names the protocol that follows, or the layers of it, all of them were offered, and it says that this is for
     * this hop (RFC 9110 §7.8). Of several lines the client would get one.
     *
     * @param offer of {@link RequestHead#upgradeOffer}
     */
    public boolean switchesTo(String offer, ByteBuffer in) {
        final HeadView head = parser.head();
        final boolean isForThisHop = !isHttp10 && (options & ConnectionField.UPGRADE) != 0;
        return isForThisHop
                && !head.isRepeated(FieldName.UPGRADE)
                && UpgradeField.isAmong(offer, UpgradeField.text(head, in));
    }

    /** It says that WebSocket frames follow (RFC 6455 §4.2.2). */
    public boolean isWebSocket(ByteBuffer in) {
        final HeadView head = parser.head();
        final int line = head.indexOf(FieldName.UPGRADE);
        return line >= 0 && Ascii.equalsIgnoreCase(in, head.valueStart(line), head.valueEnd(line), WEBSOCKET);
    }

    /** Length of the body, {@link BodyReader#CHUNKED} or {@link BodyReader#UNTIL_CLOSE}. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /**
     * It has no body because of its kind (HEAD, 204, 304), whatever its fields say. Some backends do not know that, and
     * send one all the same, perhaps a moment later.
     */
    public boolean mayHaveStrayBody() {
        return mayHaveStrayBody;
    }

    /** The backend will take another request on this connection (RFC 9112 §9.3). */
    public boolean keepsAlive() {
        return ConnectionField.persists(options, isHttp10)
                && bodyBytes != BodyReader.UNTIL_CLOSE
                && !hasLengthAndChunks;
    }
}
