package weir.exchange;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.filter.DateLine;
import weir.http.LocalReply;
import weir.model.Cors;
import weir.model.FixedResponse;
import weir.model.HeaderRules;
import weir.pool.CustomReply;

/**
 * Responses that Weir itself gives: short, with a body that names the reason and nothing else.
 *
 * <p>Thread: owning loop only; one per loop, because of its buffer.
 */
public final class LocalReplies {
    /**
     * Beyond the body: the head with what a listener and a route add to it, what is kept of a backend's, and a body
     * that only names a reason.
     */
    private static final int HEAD_BYTES_MAX = 3072 + 2 * HeaderRules.BYTES_MAX + Cors.BYTES_MAX;

    private static final byte[] PLAIN_TEXT_LINE = Ascii.bytes("Content-Type: text/plain\r\n");

    static final int BUFFER_BYTES = HEAD_BYTES_MAX + (int) FixedResponse.TEXT_RANGE.max();

    private static final byte[] RETRY_AFTER = Ascii.bytes("Retry-After: ");

    private final LocalReply reply = new LocalReply(ByteBuffer.allocateDirect(BUFFER_BYTES));
    private final DateLine date;

    public LocalReplies(DateLine date) {
        this.date = date;
    }

    /**
     * Makes a response that the caller ends.
     *
     * @param word the reason, a stable identifier
     * @param text what the user wants said instead of the reason, with its own idea of when to come again; null =
     *     nothing
     * @param retryAfterSeconds for Retry-After (RFC 9110 §10.2.3); 0 = without one
     * @return it, in a buffer that the next one is made in
     */
    public LocalReply make(int status, String word, CustomReply text, int retryAfterSeconds, long nowNs) {
        final boolean isOwnBody = text != null && text.body() != null;
        final int seconds =
                text == null || text.retryAfterSeconds() == 0 ? retryAfterSeconds : text.retryAfterSeconds();
        return make(
                status,
                isOwnBody ? text.typeLine() : PLAIN_TEXT_LINE,
                isOwnBody ? text.body() : Ascii.bytes(status + " " + word + "\n"),
                seconds,
                nowNs);
    }

    /**
     * The same with this body.
     *
     * @param typeLine whole lines
     */
    LocalReply make(int status, byte[] typeLine, byte[] body, int retryAfterSeconds, long nowNs) {
        reply.begin(status, date.at(nowNs)).add(typeLine).body(body).length();
        if (retryAfterSeconds > 0) {
            reply.add(RETRY_AFTER, retryAfterSeconds);
        }
        return reply;
    }
}
