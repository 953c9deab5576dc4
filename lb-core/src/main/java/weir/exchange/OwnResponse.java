package weir.exchange;

import java.nio.ByteBuffer;
import java.util.Map;
import weir.buf.Ascii;
import weir.model.FixedResponse;
import weir.pool.OwnText;

/**
 * Responses that Weir itself gives: short, with a body that names the reason and nothing else.
 *
 * <p>Thread: owning loop only; one per loop, because of its buffer.
 */
public final class OwnResponse {
    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(400, "Bad Request"),
            Map.entry(404, "Not Found"),
            Map.entry(408, "Request Timeout"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"),
            Map.entry(505, "HTTP Version Not Supported"));

    /** Beyond the body: the head, and a body that only names a reason. */
    private static final int HEAD_BYTES_MAX = 2048;

    private static final byte[] PLAIN_TEXT_LINE = Ascii.bytes("Content-Type: text/plain\r\n");

    static final int BUFFER_BYTES = HEAD_BYTES_MAX + (int) FixedResponse.TEXT_RANGE.max();

    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final DateLine date;
    /** For the next response only; null = none. */
    private byte[] line;

    public OwnResponse(DateLine date) {
        this.date = date;
    }

    /** Adds a whole field line to the next response; null = none. */
    public OwnResponse with(byte[] fieldLine) {
        line = fieldLine;
        return this;
    }

    /**
     * Makes a whole response.
     *
     * @param word the reason, a stable identifier
     * @param text what the user wants said instead of the reason, with its own idea of when to come again; null = nothing
     * @param retryAfterSeconds for Retry-After (RFC 9110 §10.2.3); 0 = without one
     * @param isHead the request was HEAD: no body
     * @return it, in a buffer that the next one is made in
     */
    public ByteBuffer make(
            int status,
            String word,
            OwnText text,
            int retryAfterSeconds,
            boolean keepAlive,
            boolean isHead,
            long nowNs) {
        final boolean isOwnBody = text != null && text.body() != null;
        final byte[] body = isOwnBody ? text.body() : Ascii.bytes(status + " " + word + "\n");
        out.clear();
        put("HTTP/1.1 " + status + " " + PHRASES.getOrDefault(status, "Error") + "\r\n");
        out.put(date.at(nowNs));
        out.put(isOwnBody ? text.typeLine() : PLAIN_TEXT_LINE);
        put("Content-Length: " + body.length + "\r\n");
        putRetryAfter(text == null || text.retryAfterSeconds() == 0 ? retryAfterSeconds : text.retryAfterSeconds());
        if (line != null) {
            out.put(line);
            line = null;
        }
        put(keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
        if (!isHead) {
            out.put(body);
        }
        return out.flip();
    }

    private void putRetryAfter(int seconds) {
        if (seconds > 0) {
            put("Retry-After: " + seconds + "\r\n");
        }
    }

    private void put(String ascii) {
        out.put(Ascii.bytes(ascii));
    }
}
