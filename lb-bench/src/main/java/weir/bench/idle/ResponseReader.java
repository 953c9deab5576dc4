package weir.bench.idle;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds the end of one response with a Content-Length, however its bytes arrive.
 *
 * <p>Deliberately simple, and not lb-core's parser. Chunked responses are refused. Thread: the command's own.
 */
final class ResponseReader {
    /** States: the result of {@link #feed}. */
    static final int NEED_MORE = 0;

    static final int COMPLETE = 1;
    static final int REFUSED = 2;

    private static final int HEAD_BYTES_MAX = 16 * 1024;
    private static final int HEAD_END = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private final byte[] head = new byte[HEAD_BYTES_MAX];
    private int headBytes;
    private int lastFour;
    private int status;
    private long bodyLeft = -1;

    /** Ready for the next response. */
    void reset() {
        headBytes = 0;
        lastFour = 0;
        status = 0;
        bodyLeft = -1;
    }

    /** 0 until the head is complete. */
    int status() {
        return status;
    }

    /** Takes the next bytes. Bytes beyond the response are refused: nobody asked for them. */
    int feed(byte[] in, int count) {
        int at = 0;
        while (bodyLeft < 0 && at < count) {
            if (headBytes == HEAD_BYTES_MAX) {
                return REFUSED;
            }
            head[headBytes++] = in[at];
            lastFour = lastFour << 8 | in[at++] & 0xff;
            if (lastFour == HEAD_END && !readHead()) {
                return REFUSED;
            }
        }
        if (bodyLeft < 0) {
            return NEED_MORE;
        }
        bodyLeft -= count - at;
        return bodyLeft == 0 ? COMPLETE : bodyLeft > 0 ? NEED_MORE : REFUSED;
    }

    private boolean readHead() {
        final String[] lines = new String(head, 0, headBytes, StandardCharsets.ISO_8859_1).split("\r\n");
        if (!lines[0].matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            return false;
        }
        status = Integer.parseInt(lines[0].substring(9, 12));
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                bodyLeft = Long.parseLong(line.substring(line.indexOf(':') + 1).trim());
                lastFour = 0;
            }
        }
        return bodyLeft >= 0;
    }
}
