package weir.model;

import java.nio.charset.StandardCharsets;

/**
 * A response of the user's own for requests that no backend can take.
 *
 * @param contentType of the text, printable ASCII
 * @param text sent in UTF-8; null = a line with status and reason, as Weir has it otherwise
 * @param retryAfterS when to come again, in seconds; 0 = does not say, unless Weir knows
 */
public record FixedResponse(int status, String contentType, String text, int retryAfterS) {
    public static final Range STATUS_RANGE = new Range("status", 400, 599);
    /**
     * What a new connection's send buffer takes at once, so that such a response waits only for clients that pipeline
     * and do not read.
     */
    public static final Range TEXT_RANGE = new Range("text", 0, 16 << 10);

    public static final Range RETRY_AFTER_RANGE = new Range("retry-after", 1_000, 86_400_000);
    public static final int STATUS = 503;
    public static final String CONTENT_TYPE = "text/plain; charset=utf-8";
    private static final int CONTENT_TYPE_BYTES_MAX = 100;
    public static final Form CONTENT_TYPE_FORM = new Form(
            "[!-~][ -~]{0," + (CONTENT_TYPE_BYTES_MAX - 1) + "}", "a media type such as text/html; charset=utf-8");

    public FixedResponse {
        STATUS_RANGE.check(status);
        Given.one("fallback.content-type", contentType);
        if (!CONTENT_TYPE_FORM.matches(contentType)) {
            throw new IllegalArgumentException("content-type: must be printable ASCII");
        }
        if (text != null) {
            TEXT_RANGE.check(text.getBytes(StandardCharsets.UTF_8).length);
        }
        if (retryAfterS != 0) {
            RETRY_AFTER_RANGE.check(retryAfterS * 1_000L);
        }
    }

    /** With that status, and otherwise as Weir has it. */
    public static FixedResponse of(int status) {
        return new FixedResponse(status, CONTENT_TYPE, null, 0);
    }
}
