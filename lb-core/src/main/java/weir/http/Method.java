package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/**
 * The methods whose semantics matter to a proxy (RFC 9110 §9); all others are {@link #OTHER} and forwarded as they are.
 */
public enum Method {
    GET(true),
    HEAD(true),
    POST(false),
    PUT(true),
    DELETE(true),
    OPTIONS(true),
    TRACE(true),
    PATCH(false),
    CONNECT(false),
    OTHER(false);

    private static final Method[] KNOWN = {GET, POST, HEAD, PUT, DELETE, OPTIONS, PATCH, TRACE, CONNECT};

    private final byte[] bytes = Ascii.bytes(name());
    private final boolean isIdempotent;

    Method(boolean isIdempotent) {
        this.isIdempotent = isIdempotent;
    }

    /** May be repeated without harm (RFC 9110 §9.2.2). */
    public boolean isIdempotent() {
        return isIdempotent;
    }

    /** Methods are case-sensitive. */
    static Method of(ByteBuffer in, int from, int to) {
        for (Method method : KNOWN) {
            if (method.bytes.length == to - from && Ascii.startsWith(in, from, method.bytes)) {
                return method;
            }
        }
        return OTHER;
    }
}
