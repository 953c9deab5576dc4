package weir.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import weir.buf.Ascii;
import weir.snapshot.Explanation;
import weir.snapshot.Explanation.Candidate;

/**
 * An explanation as a response field: a list of structured fields (RFC 9651 §3.1), of which the first member is the
 * pool and each other one a backend.
 *
 * <pre>
 *   Weir-Explain: "app";algorithm="first";loop="loop-0";by="place in the file, ...", "b2";score=1;in-flight=1;picked, "b1";score=0;in-flight=50;excluded="full"
 * </pre>
 *
 * <p>Bounded: the picked backend stands first, and those that do not fit are counted by {@code more}. Thread: owning
 * loop only. Allocates.
 */
public final class ExplainLine {
    /** Of the whole line: it must fit beside all else that is added to a response's head. */
    static final int BYTES_MAX = 800;

    private static final String NAME = "Weir-Explain: ";
    /** Room for {@code ;more=10000} and the line's end. */
    private static final int TAIL_BYTES = 16;
    /** RFC 9651 §3.3.2: twelve digits before the point, three behind it. */
    private static final double DECIMAL_MAX = 1e12 - 1;

    private static final int STRING_CHARS_MAX = 100;

    private ExplainLine() {}

    /** A whole line with its end. */
    public static byte[] of(Explanation explanation) {
        final String pool = pool(explanation);
        final StringBuilder backends = new StringBuilder();
        int more = 0;
        for (Candidate candidate : pickedFirst(explanation)) {
            final String text = ", " + backend(candidate, candidate.id().equals(explanation.winner()));
            if (more > 0
                    || NAME.length() + pool.length() + backends.length() + text.length() > BYTES_MAX - TAIL_BYTES) {
                more++;
            } else {
                backends.append(text);
            }
        }
        return Ascii.bytes(NAME + pool + (more > 0 ? ";more=" + more : "") + backends + "\r\n");
    }

    private static List<Candidate> pickedFirst(Explanation explanation) {
        final List<Candidate> all = new ArrayList<>(explanation.backends());
        all.sort(Comparator.comparing(candidate -> !candidate.id().equals(explanation.winner())));
        return all;
    }

    private static String pool(Explanation explanation) {
        final StringBuilder text = new StringBuilder(string(explanation.pool()));
        text.append(";algorithm=").append(string(explanation.algorithm()));
        text.append(";loop=").append(string(explanation.loop()));
        if (explanation.key() != null) {
            text.append(";key=").append(string(explanation.key()));
            text.append(explanation.hasKey() ? "" : ";no-key");
        }
        if (!explanation.scoreMeaning().isEmpty()) {
            text.append(";by=").append(string(explanation.scoreMeaning()));
        }
        if (!explanation.note().isEmpty()) {
            text.append(";note=").append(string(explanation.note()));
        }
        return text.toString();
    }

    private static String backend(Candidate candidate, boolean isPicked) {
        final StringBuilder text = new StringBuilder(string(candidate.id()));
        if (!Double.isNaN(candidate.score())) {
            text.append(";score=").append(decimal(candidate.score()));
        }
        if (!Double.isNaN(candidate.latencyNs())) {
            text.append(";latency-ns=").append(Math.round(Math.min(candidate.latencyNs(), DECIMAL_MAX)));
        }
        text.append(";in-flight=").append(candidate.inFlight());
        if (candidate.weight() != 1) {
            text.append(";weight=").append(decimal(candidate.weight()));
        }
        if (candidate.excluded() != null) {
            text.append(";excluded=").append(string(candidate.excluded()));
        }
        return text.append(isPicked ? ";picked" : "").toString();
    }

    private static String decimal(double number) {
        final double bounded = Math.max(-DECIMAL_MAX, Math.min(DECIMAL_MAX, number));
        final double rounded = Math.rint(bounded * 1000) / 1000;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : fraction(rounded);
    }

    private static String fraction(double rounded) {
        final long thousandths = Math.round(Math.abs(rounded) * 1000);
        final String digits =
                Long.toString(1000 + thousandths % 1000).substring(1).replaceAll("0+$", "");
        return (rounded < 0 ? "-" : "") + thousandths / 1000 + '.' + digits;
    }

    /** RFC 9651 §3.3.3; short and without what would need an escape, for an own algorithm may have said it. */
    private static String string(String text) {
        final String some = text.length() > STRING_CHARS_MAX ? text.substring(0, STRING_CHARS_MAX) : text;
        return '"' + some.replaceAll("[^ -~]|[\"\\\\]", "?") + '"';
    }
}
