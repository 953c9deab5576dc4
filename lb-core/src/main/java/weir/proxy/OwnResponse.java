package weir.proxy;

import java.nio.ByteBuffer;
import java.util.Map;
import weir.buf.Ascii;
import weir.net.Transport;

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

    private final ByteBuffer out = ByteBuffer.allocateDirect(1024);
    private final DateLine date;

    public OwnResponse(DateLine date) {
        this.date = date;
    }

    /**
     * Writes a whole response.
     *
     * @param word the reason, a stable identifier
     * @param retryAfterSeconds for Retry-After (RFC 9110 §10.2.3); 0 = without one
     * @param isHead the request was HEAD: no body
     * @return false when the transport did not take all of it; then close
     */
    public boolean send(
            Transport to,
            int status,
            String word,
            int retryAfterSeconds,
            boolean keepAlive,
            boolean isHead,
            long nowNs) {
        final byte[] body = Ascii.bytes(status + " " + word + "\n");
        out.clear();
        put("HTTP/1.1 " + status + " " + PHRASES.getOrDefault(status, "Error") + "\r\n");
        out.put(date.at(nowNs));
        put("Content-Type: text/plain\r\nContent-Length: " + body.length + "\r\n");
        if (retryAfterSeconds > 0) {
            put("Retry-After: " + retryAfterSeconds + "\r\n");
        }
        put(keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
        if (!isHead) {
            out.put(body);
        }
        out.flip();
        return to.write(out) >= 0 && !out.hasRemaining();
    }

    private void put(String ascii) {
        out.put(Ascii.bytes(ascii));
    }
}
