package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/**
 * What a complete, well-formed request head means: framing, host, target, and what of it concerns this hop only.
 *
 * <p>One strict reading: where two readers could differ about where the request ends or whom it is for, it is refused
 * (RFC 9112 §11.2). Thread: owning loop only; reused from request to request.
 */
public final class RequestHead {
    /**
     * Concern the connection to the client, not the request (RFC 9110 §7.6.1); TE and Trailer because trailers are not
     * passed on.
     */
    private static final long HOP_BY_HOP = FieldName.set(
            FieldName.CONNECTION,
            FieldName.KEEP_ALIVE,
            FieldName.PROXY_CONNECTION,
            FieldName.TE,
            FieldName.TRAILER,
            FieldName.UPGRADE,
            FieldName.HTTP2_SETTINGS,
            FieldName.WEIR_EXPLAIN,
            FieldName.LOOK_ALIKE,
            FieldName.PROXY); // CVE-2016-5385

    private static final long FRAMING = FieldName.set(FieldName.CONTENT_LENGTH, FieldName.TRANSFER_ENCODING);

    private static final long CREDENTIALS = FieldName.set(FieldName.AUTHORIZATION, FieldName.PROXY_AUTHORIZATION);

    private static final byte[] HTTP_SCHEME = Ascii.bytes("http://");
    private static final byte[] HTTPS_SCHEME = Ascii.bytes("https://");
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");
    /** Protocols that would hide requests from us. */
    private static final byte[][] HIDING = {Ascii.bytes("h2c"), Ascii.bytes("http/"), Ascii.bytes("tls/")};

    private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] TRANSFER_ENCODING_LINE = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] CONNECTION_UPGRADE_LINE = Ascii.bytes("Connection: upgrade\r\n");
    private static final byte[] HOST = Ascii.bytes("Host: ");
    private static final byte[] MAX_FORWARDS = Ascii.bytes("Max-Forwards: ");
    /** A larger number of hops is passed on as this one. */
    private static final int HOPS_MAX = 100_000;

    private RequestParser parser;
    /** These stay when the head is gone. */
    private Method method;

    private boolean isHttp10;
    private long bodyBytes;
    private int options;
    private boolean isUpgrade;
    /**
     * What the client would go on with, as a list; null when it asks for no upgrade. The head may be gone when the
     * backend answers.
     */
    private String upgradeOffer;

    private boolean tiesConnection;
    private boolean expectsContinue;
    private boolean isAbsolute;
    private int schemePort;
    private int maxForwards;

    /**
     * Interprets a head that {@code parser} has found complete. The head stays where it is until {@link #rewrite}.
     *
     * @return why the request is refused, or null
     */
    public Fault read(RequestParser parser, ByteBuffer in) {
        this.parser = parser;
        final HeadView view = parser.head();
        final int base = view.base();
        method = view.method();
        isHttp10 = view.isHttp10();
        final FieldLines fields = parser.fields();
        Fault fault = readTarget(in);
        if (fault == null) {
            fault = readHost(in, fields);
        }
        if (fault == null) {
            fault = readFraming(in, fields);
        }
        if (fault == null) {
            fault = readExpectation(in, fields);
        }
        if (fault == null) {
            options = fields.has(FieldName.CONNECTION) ? ConnectionField.read(in, base, fields) : 0;
            isUpgrade = (options & ConnectionField.UPGRADE) != 0 && mayUpgrade(in, fields);
            upgradeOffer = isUpgrade ? UpgradeField.text(in, base, fields) : null;
            maxForwards = readMaxForwards(in, fields);
            tiesConnection = ConnectionAuthentication.isIn(in, base, fields, CREDENTIALS);
        }
        return fault;
    }

    /** The four forms of RFC 9112 §3.2: origin, absolute, asterisk; authority belongs to CONNECT, which is refused. */
    private Fault readTarget(ByteBuffer in) {
        final HeadView view = parser.head();
        isAbsolute = false;
        if (method == Method.CONNECT) {
            return Fault.CONNECT_REFUSED;
        }
        final byte first = in.get(view.targetStart());
        if (first == '/') {
            return null;
        }
        if (first == '*' && view.targetEnd() - view.targetStart() == 1) {
            return method == Method.OPTIONS ? null : Fault.BAD_TARGET;
        }
        return readAbsolute(in);
    }

    private Fault readAbsolute(ByteBuffer in) {
        final HeadView view = parser.head();
        final int base = view.base();
        final int from = view.targetStart();
        final int to = view.targetEnd();
        final int scheme = schemeBytes(in, from, to);
        if (scheme == 0) {
            return Fault.BAD_TARGET;
        }
        int at = from + scheme;
        while (at < to && in.get(at) != '/' && in.get(at) != '?') {
            at++;
        }
        if (!Authority.isValid(in, from + scheme, at)) {
            return Fault.BAD_TARGET;
        }
        isAbsolute = true;
        schemePort = scheme == HTTPS_SCHEME.length ? 443 : 80;
        view.setHost(from + scheme - base, at - base);
        view.setPathStart(at - base);
        return null;
    }

    private static int schemeBytes(ByteBuffer in, int from, int to) {
        for (byte[] scheme : new byte[][] {HTTP_SCHEME, HTTPS_SCHEME}) {
            if (to - from > scheme.length && Ascii.equalsIgnoreCase(in, from, from + scheme.length, scheme)) {
                return scheme.length;
            }
        }
        return 0;
    }

    private Fault readHost(ByteBuffer in, FieldLines fields) {
        final HeadView view = parser.head();
        final int base = view.base();
        final int line = fields.indexOf(FieldName.HOST);
        if (line < 0) {
            if (!isHttp10) {
                return Fault.HOST_MISSING;
            }
            if (!isAbsolute) {
                view.setHost(0, 0);
            }
            return null;
        }
        if (fields.isRepeated(FieldName.HOST)) {
            return Fault.HOST_REPEATED;
        }
        final int from = base + fields.valueStart(line);
        final int to = base + fields.valueEnd(line);
        if (!Authority.isValid(in, from, to)) {
            return Fault.BAD_HOST;
        }
        if (isAbsolute) {
            return Authority.same(in, from, to, view.hostStart(), view.hostEnd(), schemePort)
                    ? null
                    : Fault.HOST_CONFLICT;
        }
        view.setHost(from - base, to - base);
        return null;
    }

    private Fault readFraming(ByteBuffer in, FieldLines fields) {
        final HeadView view = parser.head();
        final int base = view.base();
        final Fault fault = Framing.fault(in, base, fields, view.versionMinor());
        if (fault == null) {
            bodyBytes = Framing.bodyBytes(in, base, fields, 0);
        }
        return fault;
    }

    private Fault readExpectation(ByteBuffer in, FieldLines fields) {
        final int base = parser.head().base();
        expectsContinue = false;
        final int line = fields.indexOf(FieldName.EXPECT);
        if (line < 0 || isHttp10) { // RFC 9110 §10.1.1: ignored in HTTP/1.0
            return null;
        }
        expectsContinue =
                Ascii.equalsIgnoreCase(in, base + fields.valueStart(line), base + fields.valueEnd(line), CONTINUE);
        return expectsContinue && !fields.isRepeated(FieldName.EXPECT) ? null : Fault.BAD_EXPECTATION;
    }

    /**
     * Never to another way of talking HTTP, nor to what is no protocol: backends may read that in more than one way.
     */
    private boolean mayUpgrade(ByteBuffer in, FieldLines fields) {
        final int base = parser.head().base();
        final int line = fields.indexOf(FieldName.UPGRADE);
        if (line < 0 || fields.isRepeated(FieldName.UPGRADE) || isHttp10) {
            return false;
        }
        if (!UpgradeField.isList(in, base + fields.valueStart(line), base + fields.valueEnd(line))) {
            return false;
        }
        for (byte[] protocol : HIDING) {
            if (contains(in, base + fields.valueStart(line), base + fields.valueEnd(line), protocol)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(ByteBuffer in, int from, int to, byte[] lowerCase) {
        for (int at = from; at <= to - lowerCase.length; at++) {
            if (Ascii.equalsIgnoreCase(in, at, at + lowerCase.length, lowerCase)) {
                return true;
            }
        }
        return false;
    }

    /** Only OPTIONS and TRACE count hops (RFC 9110 §7.6.2); -1 when there is nothing to count, or no number. */
    private int readMaxForwards(ByteBuffer in, FieldLines fields) {
        final int base = parser.head().base();
        final int line = fields.indexOf(FieldName.MAX_FORWARDS);
        if (line < 0 || (method != Method.OPTIONS && method != Method.TRACE)) {
            return -1;
        }
        int value = 0;
        for (int at = base + fields.valueStart(line); at < base + fields.valueEnd(line); at++) {
            if (!Ascii.isDigit(in.get(at))) {
                return -1;
            }
            value = Math.min(HOPS_MAX, value * 10 + in.get(at) - '0');
        }
        return fields.isRepeated(FieldName.MAX_FORWARDS) || fields.valueEnd(line) == fields.valueStart(line)
                ? -1
                : value;
    }

    /**
     * Marks for this hop's sake: what must not go further is dropped, what must be said anew is added. Then add further
     * lines.
     *
     * @param replacesHost a Host line will be added by the caller
     */
    public void edit(ByteBuffer in, HeadEdit edit, boolean replacesHost) {
        final FieldLines fields = parser.fields();
        fields.dropAll(HOP_BY_HOP);
        if (isUpgrade) {
            keepUpgrade(fields, edit);
        }
        if (isAbsolute) {
            cutAuthority(in, edit, replacesHost);
        }
        if (fields.has(FieldName.EXPECT) && !expectsContinue) {
            fields.dropAll(FieldName.set(FieldName.EXPECT));
        }
        if (maxForwards > 0) {
            fields.dropAll(FieldName.set(FieldName.MAX_FORWARDS));
            edit.add(MAX_FORWARDS, maxForwards - 1L);
        }
        if (fields.hasAny(FRAMING)) {
            canonicalFraming(in, fields, edit);
        }
    }

    private static void keepUpgrade(FieldLines fields, HeadEdit edit) {
        edit.add(CONNECTION_UPGRADE_LINE);
        fields.keep(fields.indexOf(FieldName.UPGRADE));
    }

    /** Absolute form becomes origin form (RFC 9112 §3.2.1); what it said of the authority becomes Host (§3.2.2). */
    private void cutAuthority(ByteBuffer in, HeadEdit edit, boolean replacesHost) {
        final HeadView view = parser.head();
        final int base = view.base();
        if (!replacesHost) {
            parser.fields().dropAll(FieldName.set(FieldName.HOST));
            edit.add(HOST, in, view.hostStart(), view.hostEnd());
        }
        final int pathStart = view.pathStart() - base;
        edit.cutStartLine(parser.targetStart(), hasEmptyPath(in) ? pathStart - 1 : pathStart);
    }

    private boolean hasEmptyPath(ByteBuffer in) {
        final HeadView view = parser.head();
        return view.pathStart() == view.targetEnd() || in.get(view.pathStart()) == '?';
    }

    private void canonicalFraming(ByteBuffer in, FieldLines fields, HeadEdit edit) {
        final int base = parser.head().base();
        if (bodyBytes == BodyReader.CHUNKED) {
            if (!Framing.isPlainCoding(in, base, fields)) { // CHUNKED, Chunked, ...
                fields.drop(fields.indexOf(FieldName.TRANSFER_ENCODING));
                edit.add(TRANSFER_ENCODING_LINE);
            }
        } else if (!Framing.isPlainLength(in, base, fields)) {
            fields.drop(fields.indexOf(FieldName.CONTENT_LENGTH));
            edit.add(CONTENT_LENGTH, bodyBytes);
        }
    }

    /**
     * Writes the edited head so that it ends where it ended before, and speaks HTTP/1.1.
     *
     * @return position of its first byte
     */
    public int rewrite(ByteBuffer in, HeadEdit edit) {
        final HeadView view = parser.head();
        final int base = view.base();
        in.put(view.targetEnd() + "HTTP/1.1".length(), (byte) '1');
        if (isAbsolute && hasEmptyPath(in)) { // the authority's last byte, which is cut, makes room for the path
            final boolean isAsterisk = method == Method.OPTIONS && view.pathStart() == view.targetEnd();
            in.put(view.pathStart() - 1, (byte) (isAsterisk ? '*' : '/'));
        }
        return edit.apply(in, base, parser.lineStart(), parser.fields(), base + parser.headBytes());
    }

    /** The head's parts, for as long as the parser has them. */
    public HeadView view() {
        return parser.head();
    }

    public Method method() {
        return method;
    }

    /** Length of the body, or {@link BodyReader#CHUNKED}. */
    public long bodyBytes() {
        return bodyBytes;
    }

    public boolean isHttp10() {
        return isHttp10;
    }

    /** The client is willing to send another request on this connection (RFC 9112 §9.3). */
    public boolean wantsKeepAlive() {
        if ((options & ConnectionField.CLOSE) != 0) {
            return false;
        }
        return !isHttp10 || (options & ConnectionField.KEEP_ALIVE) != 0;
    }

    /** It has credentials that authenticate the connection it comes on. */
    public boolean tiesConnection() {
        return tiesConnection;
    }

    public boolean isUpgrade() {
        return isUpgrade;
    }

    /** The protocols that were passed on, for {@link ResponseHead#switchesTo}; null when none was. */
    public String upgradeOffer() {
        return upgradeOffer;
    }

    /** Nobody will ask for it any more. */
    public void forgetUpgradeOffer() {
        upgradeOffer = null;
    }

    public boolean expectsContinue() {
        return expectsContinue;
    }

    /** TRACE or OPTIONS that must not be passed on: it has no hop left (RFC 9110 §7.6.2). */
    public boolean hasNoHopLeft() {
        return maxForwards == 0;
    }
}
