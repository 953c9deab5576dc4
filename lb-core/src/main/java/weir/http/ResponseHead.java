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

    private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] CONNECTION_UPGRADE_LINE = Ascii.bytes("Connection: upgrade\r\n");
    private static final byte[] WEBSOCKET = Ascii.bytes("websocket");
    private static final byte[] TRANSFER_ENCODING_LINE = Ascii.bytes("Transfer-Encoding: chunked\r\n");
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
        final HeadView view = parser.head();
        final int base = view.base();
        status = view.status();
        isHttp10 = view.isHttp10();
        final FieldLines fields = parser.fields();
        options = fields.has(FieldName.CONNECTION) ? ConnectionField.read(in, base, fields) : 0;
        final Fault fault = readFraming(in, fields);
        mayHaveStrayBody = hasNoBody(requestMethod);
        tiesConnection = ConnectionAuthentication.isIn(in, base, fields, CHALLENGES);
        if (fault == null && mayHaveStrayBody) {
            bodyBytes = 0;
        }
        return fault;
    }

    private boolean hasNoBody(Method requestMethod) {
        return requestMethod == Method.HEAD || status < 200 || status == 204 || status == 304;
    }

    private Fault readFraming(ByteBuffer in, FieldLines fields) {
        final HeadView view = parser.head();
        final int base = view.base();
        tolerated = 0;
        hasLengthAndChunks = false;
        final Fault fault = Framing.fault(in, base, fields, view.versionMinor(), parser.accepted());
        if (fault == null) {
            bodyBytes = Framing.bodyBytes(in, base, fields, BodyReader.UNTIL_CLOSE);
            if ((parser.accepted() & LENGTHS) != 0 && fields.has(FieldName.CONTENT_LENGTH)) {
                readToleratedLength(in, fields);
            }
        }
        return fault;
    }

    /** There is nothing wrong with it but, perhaps, what is put up with. */
    private void readToleratedLength(ByteBuffer in, FieldLines fields) {
        final int base = parser.head().base();
        final long plain =
                fields.isRepeated(FieldName.CONTENT_LENGTH) ? Framing.BAD : Framing.contentLength(in, base, fields);
        if (plain == Framing.BAD) {
            tolerated |= Tolerance.EQUAL_CONTENT_LENGTHS.bit();
        }
        if (bodyBytes == BodyReader.CHUNKED) {
            hasLengthAndChunks = true;
            tolerated |= Tolerance.LENGTH_WITH_CHUNKED.bit();
        } else if (plain == Framing.BAD) {
            bodyBytes = Framing.equalLengths(in, base, fields);
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
        final FieldLines fields = parser.fields();
        fields.dropAll(HOP_BY_HOP);
        if (parser.lacksSpace()) {
            edit.prefix(Ascii.bytes("HTTP/1.1 " + status + " "));
        }
        if (status == SWITCHING_PROTOCOLS || status == UPGRADE_REQUIRED) {
            keepUpgrade(fields, edit);
        }
        if (status < 200 || status == 204) {
            fields.dropAll(FRAMING); // RFC 9110 §8.6, RFC 9112 §6.1: must not be there
        } else if (fields.hasAny(FRAMING)) {
            canonicalFraming(in, fields, edit, toHttp10);
        } else if (bodyBytes == BodyReader.UNTIL_CLOSE && !toHttp10) {
            edit.add(TRANSFER_ENCODING_LINE); // so that the client's connection outlives the backend's
        }
    }

    private static void keepUpgrade(FieldLines fields, HeadEdit edit) {
        if (fields.has(FieldName.UPGRADE)) {
            edit.add(CONNECTION_UPGRADE_LINE);
            fields.keep(fields.indexOf(FieldName.UPGRADE));
        }
    }

    private void canonicalFraming(ByteBuffer in, FieldLines fields, HeadEdit edit, boolean toHttp10) {
        final int base = parser.head().base();
        if (hasLengthAndChunks) {
            fields.dropAll(CONTENT_LENGTH_SET);
        }
        if (fields.has(FieldName.TRANSFER_ENCODING)) {
            final int line = fields.indexOf(FieldName.TRANSFER_ENCODING);
            if (toHttp10) {
                fields.drop(line);
            } else if (!Framing.isPlainCoding(in, base, fields)) {
                fields.drop(line);
                edit.add(TRANSFER_ENCODING_LINE);
            }
        } else if ((tolerated & Tolerance.EQUAL_CONTENT_LENGTHS.bit()) != 0) {
            fields.dropAll(CONTENT_LENGTH_SET);
            edit.add(CONTENT_LENGTH, Framing.equalLengths(in, base, fields));
        } else if (!Framing.isPlainLength(in, base, fields)) {
            final long length = Framing.contentLength(in, base, fields);
            fields.drop(fields.indexOf(FieldName.CONTENT_LENGTH));
            edit.add(CONTENT_LENGTH, length);
        }
    }

    /**
     * Writes the edited head, as HTTP/1.1, so that it ends {@code gapBytes} before where it ended.
     *
     * @return position of its first byte
     */
    public int rewrite(ByteBuffer in, HeadEdit edit, int gapBytes) {
        final int base = parser.head().base();
        in.put(base + "HTTP/1.".length(), (byte) '1');
        final int keepFrom = parser.lacksSpace() ? STATUS_LINE_BYTES : 0;
        return edit.apply(in, base, keepFrom, parser.fields(), base + parser.headBytes() - gapBytes);
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
        final int base = parser.head().base();
        final boolean isForThisHop = !isHttp10 && (options & ConnectionField.UPGRADE) != 0;
        return isForThisHop
                && !parser.fields().isRepeated(FieldName.UPGRADE)
                && UpgradeField.isAmong(offer, UpgradeField.text(in, base, parser.fields()));
    }

    /** It says that WebSocket frames follow (RFC 6455 §4.2.2). */
    public boolean isWebSocket(ByteBuffer in) {
        final int base = parser.head().base();
        final FieldLines fields = parser.fields();
        final int line = fields.indexOf(FieldName.UPGRADE);
        return line >= 0
                && Ascii.equalsIgnoreCase(in, base + fields.valueStart(line), base + fields.valueEnd(line), WEBSOCKET);
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

    public boolean hasDate() {
        return parser.fields().has(FieldName.DATE);
    }

    /** The backend will take another request on this connection (RFC 9112 §9.3). */
    public boolean keepsAlive() {
        if ((options & ConnectionField.CLOSE) != 0 || bodyBytes == BodyReader.UNTIL_CLOSE || hasLengthAndChunks) {
            return false;
        }
        return !isHttp10 || (options & ConnectionField.KEEP_ALIVE) != 0;
    }
}
