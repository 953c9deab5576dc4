package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.Swar;

/**
 * Schemes that authenticate a connection instead of a request (NTLM; Negotiate, RFC 4559 §6): whoever speaks next on it
 * is taken for who has logged in. Any thread.
 */
final class ConnectionAuthentication {
    private static final byte[][] SCHEMES = {Ascii.bytes("ntlm"), Ascii.bytes("negotiate"), Ascii.bytes("nego2")};

    private ConnectionAuthentication() {}

    /**
     * Any line of one of {@code names}, which are challenges or credentials, is of such a scheme. What cannot be read
     * counts as one.
     */
    static boolean isIn(HeadView head, ByteBuffer in, long names) {
        for (int line = head.indexOfAny(names, 0); line >= 0; line = head.indexOfAny(names, line + 1)) {
            if (hasScheme(in, head.valueStart(line), head.valueEnd(line))) {
                return true;
            }
        }
        return false;
    }

    /**
     * A list of challenges (RFC 9110 §11.6.1): behind a comma stands a scheme, or one more parameter of the scheme
     * before.
     */
    private static boolean hasScheme(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to) {
            final int end = Swar.skipToken(in, at, to);
            for (byte[] scheme : SCHEMES) {
                if (Ascii.equalsIgnoreCase(in, at, end, scheme) && !isParameter(in, end, to)) {
                    return true;
                }
            }
            at = Ascii.skipBlanks(in, behindComma(in, end, to), to);
        }
        return at > to;
    }

    private static boolean isParameter(ByteBuffer in, int from, int to) {
        final int at = Ascii.skipBlanks(in, from, to);
        return at < to && in.get(at) == '=';
    }

    /** Commas in quotes do not count. Beyond {@code to} when a quote does not end. */
    private static int behindComma(ByteBuffer in, int from, int to) {
        boolean isQuoted = false;
        for (int at = from; at < to; at++) {
            final byte b = in.get(at);
            if (isQuoted && b == '\\') {
                at++;
            } else if (b == '"') {
                isQuoted = !isQuoted;
            } else if (b == ',' && !isQuoted) {
                return at + 1;
            }
        }
        return isQuoted ? to + 1 : to;
    }
}
