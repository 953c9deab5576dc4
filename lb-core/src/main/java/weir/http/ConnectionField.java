package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.CaselessWord;

/** The Connection field: options of this hop, and names of fields that go no further (RFC 9110 §7.6.1). Any thread. */
final class ConnectionField {
    static final int CLOSE = 1;
    static final int KEEP_ALIVE = 2;
    static final int UPGRADE = 4;
    /** Some other token: a field name, or an option nobody knows. */
    static final int OTHER = 8;

    /**
     * Never dropped on a peer's word: they decide framing and routing, are what we vouch for, or are what we have acted
     * on, which the other side must then know, too.
     */
    private static final long PROTECTED = FieldName.ABOUT_CLIENT
            | FieldName.set(
                    FieldName.HOST,
                    FieldName.CONTENT_LENGTH,
                    FieldName.TRANSFER_ENCODING,
                    FieldName.EXPECT,
                    FieldName.MAX_FORWARDS,
                    FieldName.AUTHORIZATION,
                    FieldName.WWW_AUTHENTICATE,
                    FieldName.DATE);

    private static final CaselessWord CLOSE_WORD = new CaselessWord("close");
    private static final CaselessWord KEEP_ALIVE_WORD = new CaselessWord("keep-alive");
    private static final CaselessWord UPGRADE_WORD = new CaselessWord("upgrade");

    private ConnectionField() {}

    /** All options of all Connection lines as bits; drops the lines that they nominate. */
    static int read(HeadView head, ByteBuffer in) {
        int options = 0;
        for (int line = head.indexOf(FieldName.CONNECTION);
                line >= 0;
                line = head.indexOf(FieldName.CONNECTION, line + 1)) {
            options |= readLine(head, in, line);
        }
        return options;
    }

    /** Whoever says so leaves the connection open for another message (RFC 9112 §9.3). */
    static boolean persists(int options, boolean isHttp10) {
        return (options & CLOSE) == 0 && (!isHttp10 || (options & KEEP_ALIVE) != 0);
    }

    private static int readLine(HeadView head, ByteBuffer in, int line) {
        final int end = head.valueEnd(line);
        int at = head.valueStart(line);
        if (KEEP_ALIVE_WORD.is(in, at, end)) { // nearly all that have one say just this
            return KEEP_ALIVE;
        }
        int options = 0;
        while (at < end) {
            final int stop = Ascii.indexOf(in, at, end, ',');
            final int first = Ascii.skipBlanks(in, at, stop);
            final int last = Ascii.endWithoutBlanks(in, first, stop);
            if (last > first) {
                options |= readToken(head, in, first, last);
            }
            at = stop + 1;
        }
        return options;
    }

    private static int readToken(HeadView head, ByteBuffer in, int from, int to) {
        if (CLOSE_WORD.is(in, from, to)) {
            return CLOSE;
        }
        if (KEEP_ALIVE_WORD.is(in, from, to)) {
            return KEEP_ALIVE;
        }
        if (UPGRADE_WORD.is(in, from, to)) {
            return UPGRADE;
        }
        dropNominated(head, in, from, to);
        return OTHER;
    }

    private static void dropNominated(HeadView head, ByteBuffer in, int from, int to) {
        for (int line = head.indexOfSame(in, from, to, 0); line >= 0; line = head.indexOfSame(in, from, to, line + 1)) {
            if ((PROTECTED & 1L << head.name(line)) == 0 || head.name(line) == FieldName.OTHER) {
                head.drop(line);
            }
        }
    }
}
