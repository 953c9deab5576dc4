package weir.exchange;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.IpText;
import weir.filter.ClientFacts;
import weir.http.Authority;
import weir.http.HeadView;
import weir.template.Placeholder;
import weir.template.TemplateOutput;
import weir.template.Values;

/**
 * What placeholders are in an exchange just now: of the request's head while it is in its buffer, of what was captured
 * behind that. One per listener and loop, for one exchange at a time, within one event. Thread: owning loop only.
 */
final class ExchangeValues implements Values {
    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] HTTPS = Ascii.bytes("https");
    private static final byte[] ROOT = {'/'};
    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] COOKIE = Ascii.bytes("cookie");

    private final RouteNames routes;
    private final byte[] address = new byte[IpText.BYTES_MAX];
    private final byte[] text = new byte[IpText.TEXT_BYTES_MAX];

    private Exchange exchange;
    /** The head is in its buffer, as it came. */
    private boolean hasHead;

    private int status;

    ExchangeValues(RouteNames routes) {
        this.routes = routes;
    }

    /** The head of a request is complete, and has not been rewritten. */
    void atRequest(Exchange exchange) {
        this.exchange = exchange;
        hasHead = true;
    }

    /** The client is about to get a response of that status. */
    void atResponse(Exchange exchange, int status) {
        this.exchange = exchange;
        this.status = status;
        hasHead = false;
    }

    /** That client is gone, and with it its exchange. */
    void forget(ClientFacts client) {
        if (exchange != null && exchange.client().facts() == client) {
            exchange = null;
        }
    }

    private ClientFacts client() {
        return exchange.client().facts();
    }

    @Override
    public void write(Placeholder placeholder, byte[] name, TemplateOutput out) {
        switch (placeholder) {
            case REQUEST_ID -> {
                if (exchange.note().requestId() != null) {
                    exchange.note().requestId().write(out);
                }
            }
            case ROUTE -> out.add(routes.name(exchange.request().route()));
            case POOL -> {
                if (exchange.selector().pool() != null) {
                    out.add(exchange.selector().pool().nameBytes());
                }
            }
            case BACKEND -> {
                if (exchange.note().upstreams() != null) {
                    out.add(exchange.note().upstreams().idBytes());
                }
            }
            case BACKEND_ADDRESS -> {
                if (exchange.note().upstreams() != null) {
                    out.add(exchange.note().upstreams().authorityBytes());
                }
            }
            case STATUS -> out.add(status);
            case TIMING -> exchange.note().writeTiming(out);
            case CLIENT_PORT -> out.add(client().text().port());
            case TLS_VERSION -> out.add(client().text().tlsVersion());
            case TLS_CIPHER -> out.add(client().text().tlsCipher());
            case TLS_SNI -> out.add(client().text().tlsServerName());
            case TLS_SUBJECT -> out.add(client().text().tlsSubject());
            case TIME, TIME_LOCAL, END_WORD, LISTENER, BYTES, REQUEST_BYTES, DURATION, RETRIES ->
                throw new IllegalStateException(placeholder + " before the end");
            case CLIENT, HOST, PATH, QUERY, PATH_AND_QUERY, SCHEME, METHOD, HEADER, COOKIE -> {
                if (hasHead) {
                    writeOfHead(placeholder, name, out);
                } else if (exchange.note().captured() != null) {
                    exchange.note().captured().write(placeholder, name, out);
                }
            }
        }
    }

    private void writeOfHead(Placeholder placeholder, byte[] name, TemplateOutput out) {
        final HeadView head = exchange.request().source().head();
        final ByteBuffer in = exchange.request().buffer();
        switch (placeholder) {
            case CLIENT -> {
                final int length = client().forwarded().client(head, in, address);
                out.add(text, 0, length == 0 ? 0 : IpText.write(address, length, text));
            }
            case HOST -> {
                if (head.hasHost()) {
                    out.add(in, head.hostStart(), Authority.hostNameEnd(in, head.hostStart(), head.hostEnd()));
                }
            }
            case PATH -> writeTarget(in, head.pathStart(), pathEnd(head, in), out);
            case QUERY -> out.add(in, Math.min(pathEnd(head, in) + 1, head.targetEnd()), head.targetEnd());
            case PATH_AND_QUERY -> writeTarget(in, head.pathStart(), head.targetEnd(), out);
            case SCHEME -> out.add(client().forwarded().isHttps(head, in) ? HTTPS : HTTP);
            case METHOD -> out.add(in, head.methodStart(), head.methodEnd());
            case HEADER -> writeFields(head, in, name, out);
            case COOKIE -> writeCookie(head, in, name, out);
            default -> throw new IllegalStateException(placeholder + " is not of a head");
        }
    }

    private static int pathEnd(HeadView head, ByteBuffer in) {
        return Ascii.indexOf(in, head.pathStart(), head.targetEnd(), '?');
    }

    /** An absolute target may have no path, which means the root. */
    private static void writeTarget(ByteBuffer in, int from, int to, TemplateOutput out) {
        if (from == to || in.get(from) == '?') {
            out.add(ROOT);
        }
        out.add(in, from, to);
    }

    /** Several lines are one list (RFC 9110 §5.3). */
    private static void writeFields(HeadView head, ByteBuffer in, byte[] name, TemplateOutput out) {
        boolean isFirst = true;
        for (int line = head.indexOf(in, name, 0); line >= 0; line = head.indexOf(in, name, line + 1)) {
            if (head.isMeant(line)) {
                if (!isFirst) {
                    out.add(COMMA);
                }
                out.add(in, head.valueStart(line), head.valueEnd(line));
                isFirst = false;
            }
        }
    }

    /** The first of that name: {@code a=1; b=2} (RFC 6265 §4.2.1), in one field or more. */
    private static void writeCookie(HeadView head, ByteBuffer in, byte[] name, TemplateOutput out) {
        for (int line = head.indexOf(in, COOKIE, 0); line >= 0; line = head.indexOf(in, COOKIE, line + 1)) {
            final int to = head.isMeant(line) ? head.valueEnd(line) : 0;
            int end;
            for (int at = head.valueStart(line); at < to; at = end + 1) {
                end = Ascii.indexOf(in, at, to, ';');
                final int start = Ascii.skipBlanks(in, at, end);
                final int equals = start + name.length;
                if (equals < end && in.get(equals) == '=' && Ascii.startsWith(in, start, name)) {
                    out.add(in, equals + 1, Ascii.endWithoutBlanks(in, equals + 1, end));
                    return;
                }
            }
        }
    }
}
