package weir.bench.sim;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.bench.words.Durations;
import weir.bench.words.Quantities;

/**
 * Some backends are not well for a while: {@code 3x10@30s..60s} are three that take ten times as long from second 30 to
 * second 60. Immutable, any thread.
 *
 * @param count how many
 * @param factor of the service time of slow ones; else 1
 * @param untilNs {@link EventQueue#NEVER} = to the end
 */
record Trouble(Kind kind, int count, double factor, long fromNs, long untilNs) {
    enum Kind {
        /** Serves as usual, but takes longer. */
        SLOW("NxFACTOR, such as 3x10 or 3x10@30s..60s"),
        /** Answers each request with an error, quickly. */
        FAIL("N, such as 2 or 2@10s..20s"),
        /** Cuts what it has, and refuses connections. */
        DOWN("N, such as 2 or 2@10s..20s");

        private final String accepted;

        Kind(String accepted) {
            this.accepted = accepted;
        }

        private boolean hasFactor() {
            return this == SLOW;
        }
    }

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})(?:x([0-9.]{1,12}))?(?:@(.*?)\\.\\.(.*))?");

    /** @throws IllegalArgumentException saying what is accepted */
    static Trouble parse(Kind kind, String word) {
        final Matcher parts = TEXT.matcher(word);
        if (!parts.matches() || kind.hasFactor() != (parts.group(2) != null)) {
            throw new IllegalArgumentException(word + ", must be " + kind.accepted);
        }
        final double factor = kind.hasFactor() ? Quantities.parsePositiveNumber(parts.group(2)) : 1;
        final long fromNs = isOpen(parts.group(3)) ? 0 : Durations.parseNs(parts.group(3));
        final long untilNs = isOpen(parts.group(4)) ? EventQueue.NEVER : Durations.parseNs(parts.group(4));
        final int count = Integer.parseInt(parts.group(1));
        if (count == 0) {
            throw new IllegalArgumentException(word + ", must concern at least one backend");
        }
        if (untilNs <= fromNs) {
            throw new IllegalArgumentException(word + ", must end after it begins");
        }
        return new Trouble(kind, count, factor, fromNs, untilNs);
    }

    private static boolean isOpen(String end) {
        return end == null || end.isEmpty();
    }
}
