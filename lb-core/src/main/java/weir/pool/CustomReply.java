package weir.pool;

import java.nio.charset.StandardCharsets;
import weir.buf.Ascii;
import weir.model.FixedResponse;

/** A response of the user's own, with its texts as bytes. Immutable, any thread. */
public final class CustomReply {
    private final FixedResponse response;
    private final byte[] typeLine;
    /** Null = the usual line with the reason. */
    private final byte[] body;

    public CustomReply(FixedResponse response) {
        this.response = response;
        typeLine = Ascii.bytes("Content-Type: " + response.contentType() + "\r\n");
        body = response.text() == null ? null : response.text().getBytes(StandardCharsets.UTF_8);
    }

    public int status() {
        return response.status();
    }

    /** In seconds; 0 = it does not say. */
    public int retryAfterSeconds() {
        return response.retryAfterS();
    }

    public byte[] typeLine() {
        return typeLine;
    }

    public byte[] body() {
        return body;
    }
}
