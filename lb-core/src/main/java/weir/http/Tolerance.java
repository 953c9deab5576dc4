package weir.http;

import java.util.EnumSet;
import java.util.Set;

/**
 * A way of breaking the grammar that Weir may be told to put up with. What it passes on is strict even so: the message
 * is repaired before it is understood, so that it has one reading, here and at the next hop.
 */
public enum Tolerance {
    /** RFC 9112 §7.1: white space behind a chunk's size. Responses; removed. */
    PADDED_CHUNK_SIZE("padded-chunk-size"),
    /** RFC 9112 §2.2: lines of a head that end in LF alone. Requests and responses; each gets its CR. */
    BARE_LF("bare-lf"),
    /** RFC 9110 §8.6: the same Content-Length several times. Responses; becomes one. */
    EQUAL_CONTENT_LENGTHS("equal-content-lengths"),
    /** RFC 9112 §6.3: Content-Length beside chunks. Responses; removed, and the connection is not used again. */
    LENGTH_WITH_CHUNKED("length-with-chunked"),
    /**
     * RFC 9110 §5.5: control bytes in a field's value, but for NUL, CR and LF, and not where they could hide framing.
     * Responses; become spaces.
     */
    CONTROL_BYTES("control-bytes"),
    /** RFC 9112 §3.2: UTF-8 in a target. Requests; percent-encoded as RFC 3987 §3.1 has it. */
    UTF8_TARGET("utf8-target");

    public static final Set<Tolerance> FOR_REQUESTS = EnumSet.of(UTF8_TARGET, BARE_LF);
    public static final Set<Tolerance> FOR_RESPONSES = EnumSet.complementOf(EnumSet.of(UTF8_TARGET));

    private final String word;

    Tolerance(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** In a set as parsers have it. */
    public int bit() {
        return 1 << ordinal();
    }

    /** The set as bits. */
    public static int bits(Set<Tolerance> tolerances) {
        return tolerances.stream().mapToInt(Tolerance::bit).sum();
    }
}
