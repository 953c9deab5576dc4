package weir.model;

import java.util.Locale;

/**
 * Each request of a listener belongs to a trace (W3C Trace Context): that which it says, or one that begins here.
 *
 * @param trust whose word counts
 * @param sample share of the traces beginning here that are recorded, from 0 to 1
 */
public record TraceContext(Trust trust, double sample) {
    /** Of the clients of a listener. */
    public enum Trust {
        /** Those of the networks that {@code trusted} has. */
        TRUSTED,
        ANY;

        /** In the file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final TraceContext DEFAULTS = new TraceContext(Trust.TRUSTED, 1);

    public TraceContext {
        Given.one("trace-context.trust", trust);
        Given.check(sample >= 0 && sample <= 1, "trace-context.sample", sample, "a share from 0 to 1");
    }
}
