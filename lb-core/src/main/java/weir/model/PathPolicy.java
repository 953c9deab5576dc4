package weir.model;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.http.PathReading;

/** What becomes of paths that servers read in more than one way. The word is the one of the file. */
public enum PathPolicy {
    /** They are refused, and all others are compared and forwarded as {@link PathReading} has them. */
    STRICT("strict"),
    /** They are compared and forwarded byte by byte. */
    AS_IS("as-is");

    private final String word;

    PathPolicy(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /**
     * The path of a route as requests are compared with it.
     *
     * @return null when no request could have it
     */
    public String compared(String path) {
        if (this == AS_IS) {
            return path;
        }
        final boolean isPrefix = path.endsWith("*");
        final String beginning = isPrefix ? path.substring(0, path.length() - 1) : path;
        final ByteBuffer bytes = ByteBuffer.wrap(Ascii.bytes(isPrefix ? beginning + 'x' : beginning));
        final int from = PathReading.normalise(bytes, 0, bytes.limit());
        if (from == PathReading.AMBIGUOUS) {
            return null;
        }
        return Ascii.text(bytes, from, bytes.limit() - (isPrefix ? 1 : 0)) + (isPrefix ? "*" : "");
    }
}
