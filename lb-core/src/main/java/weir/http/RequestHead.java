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
        final HeadView head = parser.head();
        method = head.method();
        isHttp10 = head.isHttp10();
        Fault fault = readTarget(head, in);
        if (fault == null) {
            fault = readHost(head, in);
        }
        if (fault == null) {
            fault = readFraming(head, in);
        }
        if (fault == null) {
            fault = readExpectation(head, in);
        }
        if (fault == null) {
            options = ConnectionField.read(head, in);
            isUpgrade = (options & ConnectionField.UPGRADE) != 0 && mayUpgrade(head, in);
            upgradeOffer = isUpgrade ? UpgradeField.text(head, in) : null;
            maxForwards = readMaxForwards(head, in);
            tiesConnection = ConnectionAuthentication.isIn(head, in, CREDENTIALS);
        }
        return fault;
    }

    /** The four forms of RFC 9112 §3.2: origin, absolute, asterisk; authority belongs to CONNECT, which is refused. */
    private Fault readTarget(HeadView head, ByteBuffer in) {
        isAbsolute = false;
        if (method == Method.CONNECT) {
            return Fault.CONNECT_REFUSED;
        }
        final byte first = in.get(head.targetStart());
        if (first == '/') {
            return null;
        }
        if (first == '*' && head.targetEnd() - head.targetStart() == 1) {
            return method == Method.OPTIONS ? null : Fault.BAD_TARGET;
        }
        return readAbsolute(head, in);
    }

    private Fault readAbsolute(HeadView head, ByteBuffer in) {
        final int base = head.base();
        final int from = head.targetStart();
        final int to = head.targetEnd();
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
        head.setHost(from + scheme - base, at - base);
        head.setPathStart(at - base);
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

    private Fault readHost(HeadView head, ByteBuffer in) {
        final int base = head.base();
        final int line = head.indexOf(FieldName.HOST);
        if (line < 0) {
            if (!isHttp10) {
                return Fault.HOST_MISSING;
            }
            if (!isAbsolute) {
                head.setHost(0, 0);
            }
            return null;
        }
        if (head.isRepeated(FieldName.HOST)) {
            return Fault.HOST_REPEATED;
        }
        final int from = head.valueStart(line);
        final int to = head.valueEnd(line);
        if (!Authority.isValid(in, from, to)) {
            return Fault.BAD_HOST;
        }
        if (isAbsolute) {
            return Authority.same(in, from, to, head.hostStart(), head.hostEnd(), schemePort)
                    ? null
                    : Fault.HOST_CONFLICT;
        }
        head.setHost(from - base, to - base);
        return null;
    }

    private Fault readFraming(HeadView head, ByteBuffer in) {
        final Fault fault = Framing.fault(head, in);
        if (fault == null) {
            bodyBytes = Framing.bodyBytes(head, in, 0);
        }
        return fault;
    }

    private Fault readExpectation(HeadView head, ByteBuffer in) {
        expectsContinue = false;
        final int line = head.indexOf(FieldName.EXPECT);
        if (line < 0 || isHttp10) { // RFC 9110 §10.1.1: ignored in HTTP/1.0
            return null;
        }
        expectsContinue = Ascii.equalsIgnoreCase(in, head.valueStart(line), head.valueEnd(line), CONTINUE);
        return expectsContinue && !head.isRepeated(FieldName.EXPECT) ? null : Fault.BAD_EXPECTATION;
    }

    /**
     * Never to another way of talking HTTP, nor to what is no protocol: backends may read that in more than one way.
     */
    private boolean mayUpgrade(HeadView head, ByteBuffer in) {
        final int line = head.indexOf(FieldName.UPGRADE);
        if (line < 0 || head.isRepeated(FieldName.UPGRADE) || isHttp10) {
            return false;
        }
        if (!UpgradeField.isList(in, head.valueStart(line), head.valueEnd(line))) {
            return false;
        }
        for (byte[] protocol : HIDING) {
            if (contains(in, head.valueStart(line), head.valueEnd(line), protocol)) {
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
    private int readMaxForwards(HeadView head, ByteBuffer in) {
        final int line = head.indexOf(FieldName.MAX_FORWARDS);
        if (line < 0 || (method != Method.OPTIONS && method != Method.TRACE)) {
            return -1;
        }
        int value = 0;
        for (int at = head.valueStart(line); at < head.valueEnd(line); at++) {
            if (!Ascii.isDigit(in.get(at))) {
                return -1;
            }
            value = Math.min(HOPS_MAX, value * 10 + in.get(at) - '0');
        }
        return head.isRepeated(FieldName.MAX_FORWARDS) || head.valueEnd(line) == head.valueStart(line) ? -1 : value;
    }

    /**
     * Marks for this hop's sake: what must not go further is dropped, what must be said anew is added. Then add further
     * lines.
     *
     * @param replacesHost a Host line will be added by the caller
     */
    public void edit(ByteBuffer in, HeadEdit edit, boolean replacesHost) {
        final HeadView head = parser.head();
        head.dropAll(HOP_BY_HOP);
        if (isUpgrade) {
            UpgradeField.passOn(head, edit);
        }
        if (isAbsolute) {
            cutAuthority(head, in, edit, replacesHost);
        } else if (head.pathStart() > head.targetStart()
                && !edit.hasStartLine()) { // it has become shorter where it stands
            edit.cutStartLine(parser.targetStart(), head.pathStart() - head.base());
        }
        if (head.has(FieldName.EXPECT) && !expectsContinue) {
            head.dropAll(FieldName.set(FieldName.EXPECT));
        }
        if (maxForwards > 0) {
            head.dropAll(FieldName.set(FieldName.MAX_FORWARDS));
            edit.add(MAX_FORWARDS, maxForwards - 1L);
        }
        if (head.hasAny(FRAMING)) {
            makeFramingPlain(head, in, edit);
        }
    }

    /** Absolute form becomes origin form (RFC 9112 §3.2.1); what it said of the authority becomes Host (§3.2.2). */
    private void cutAuthority(HeadView head, ByteBuffer in, HeadEdit edit, boolean replacesHost) {
        if (!replacesHost) {
            head.dropAll(FieldName.set(FieldName.HOST));
            edit.add(HOST, in, head.hostStart(), head.hostEnd());
        }
        if (!edit.hasStartLine()) {
            final int pathStart = head.pathStart() - head.base();
            edit.cutStartLine(parser.targetStart(), hasEmptyPath(head, in) ? pathStart - 1 : pathStart);
        }
    }

    private static boolean hasEmptyPath(HeadView head, ByteBuffer in) {
        return head.pathStart() == head.targetEnd() || in.get(head.pathStart()) == '?';
    }

    private void makeFramingPlain(HeadView head, ByteBuffer in, HeadEdit edit) {
        if (bodyBytes == BodyReader.CHUNKED) {
            Framing.makeCodingPlain(head, in, edit);
        } else {
            Framing.makeLengthPlain(head, in, edit);
        }
    }

    /**
     * Writes the edited head so that it ends where it ended before, and speaks HTTP/1.1.
     *
     * @return position of its first byte
     */
    public int rewrite(ByteBuffer in, HeadEdit edit) {
        final HeadView head = parser.head();
        final int base = head.base();
        in.put(head.targetEnd() + "HTTP/1.1".length(), (byte) '1');
        if (isAbsolute && hasEmptyPath(head, in)) { // the authority's last byte, which is cut, makes room for the path
            final boolean isAsterisk = method == Method.OPTIONS && head.pathStart() == head.targetEnd();
            in.put(head.pathStart() - 1, (byte) (isAsterisk ? '*' : '/'));
        }
        return edit.apply(in, base, edit.keepFrom(parser.lineStart()), parser.fields(), base + parser.headBytes());
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
        return ConnectionField.persists(options, isHttp10);
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
