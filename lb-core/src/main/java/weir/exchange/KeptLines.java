package weir.exchange;

import java.nio.ByteBuffer;
import java.util.Arrays;
import weir.buf.Ascii;
import weir.http.HeadView;

/**
 * What a client needs of a backend's error even where it gets another body: how to log in (RFC 9110 §15.5.2 wants it),
 * when to come again, and which methods there are. Any thread.
 */
final class KeptLines {
    private static final byte[][] NAMES = {
        Ascii.bytes("www-authenticate"), Ascii.bytes("retry-after"), Ascii.bytes("allow")
    };
    /** What a response of Weir's own has room for beside its usual lines. */
    private static final int BYTES_MAX = 1024;

    private KeptLines() {}

    /** Whole lines; those for which there is no room are left out. */
    static byte[] of(HeadView head, ByteBuffer in) {
        byte[] lines = new byte[0];
        for (byte[] name : NAMES) {
            for (int line = head.indexOf(in, name, 0); line >= 0; line = head.indexOf(in, name, line + 1)) {
                final int start = head.nameStart(line);
                final int length = head.valueEnd(line) - start;
                final int at = lines.length;
                if (at + length + 2 <= BYTES_MAX) {
                    lines = Arrays.copyOf(lines, at + length + 2);
                    in.get(start, lines, at, length);
                    lines[at + length] = '\r';
                    lines[at + length + 1] = '\n';
                }
            }
        }
        return lines;
    }
}
