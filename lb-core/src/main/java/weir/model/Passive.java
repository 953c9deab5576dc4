package weir.model;

import java.util.Set;

/**
 * What real requests show about a backend, and when it is left out for a while because of them.
 *
 * @param failures what counts as one; what a client causes never does
 * @param consecutive failures in a row
 * @param ratio failures among the requests of a window
 * @param latency slower than the pool's others
 * @param windowMs how far back ratio and latency look
 * @param requestsMin requests within the window below which ratio and latency say nothing
 * @param ejectionMs how long the first ejection lasts; each further one in a row takes longer by as much
 * @param ejectionMaxMs at most
 * @param ejectedMaxPercent at most this share of a pool is ejected at once, but always one may be
 */
public record Passive(
        Set<Failure> failures,
        Consecutive consecutive,
        Ratio ratio,
        Latency latency,
        int windowMs,
        int requestsMin,
        int ejectionMs,
        int ejectionMaxMs,
        int ejectedMaxPercent) {
    /** A way in which a backend may fail a request. The word is the one of the file. */
    public enum Failure {
        /** No connection could be established. */
        CONNECT("connect"),
        /** A response, or the rest of one, did not come in time. */
        TIMEOUT("timeout"),
        /** The connection ended before the response did. */
        RESET("reset"),
        /** A status from 500 to 599. */
        SERVER_ERROR("5xx"),
        /** A response that was refused for what is in it. */
        MALFORMED("malformed");

        private final String word;

        Failure(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** What a rule does when it is broken. */
    public enum Mode {
        OFF("off"),
        /** Only counted, and noted in the backend's history. */
        SHADOW("shadow"),
        ENFORCE("enforce");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** @param count failures in a row that break the rule */
    public record Consecutive(Mode mode, int count) {
        public static final Range COUNT_RANGE = new Range("count", 1, 1_000_000);

        public Consecutive {
            Given.one("passive.consecutive.mode", mode);
            COUNT_RANGE.check(count);
        }
    }

    /** @param percent of failures that breaks the rule */
    public record Ratio(Mode mode, int percent) {
        public static final Range PERCENT_RANGE = new Range("share", 1, 100);

        public Ratio {
            Given.one("passive.ratio.mode", mode);
            PERCENT_RANGE.check(percent);
        }
    }

    /**
     * @param factor a mean time to the response's head that is more than this times the median of the pool's backends
     *     breaks the rule
     * @param minMs but not one below this
     */
    public record Latency(Mode mode, double factor, int minMs) {
        public static final double FACTOR_MIN = 1.1;
        public static final double FACTOR_MAX = 1_000;
        public static final Range MIN_RANGE = new Range("min", 0, 600_000);

        public Latency {
            Given.one("passive.latency.mode", mode);
            if (!(factor >= FACTOR_MIN && factor <= FACTOR_MAX)) {
                throw new IllegalArgumentException("factor: " + factor + ", must be " + FACTOR_MIN + ".." + FACTOR_MAX);
            }
            MIN_RANGE.check(minMs);
        }
    }

    public static final Range FAILURES_RANGE = new Range("failures", 0, Failure.values().length);
    public static final Range WINDOW_RANGE = new Range("window", 100, 3_600_000);
    public static final Range REQUESTS_RANGE = new Range("requests-min", 1, 1_000_000);
    public static final Range EJECTION_RANGE = new Range("ejection", 100, 3_600_000);
    public static final Range EJECTION_MAX_RANGE = new Range("ejection-max", 100, 86_400_000);
    public static final Range EJECTED_RANGE = new Range("ejected-max", 0, 100);

    /**
     * A status of 5xx may be the application's answer, and a malformed response that of one page. Neither is a failure
     * unless the file says so: else who asks for that page often enough takes out one backend after the other.
     */
    public static final Passive DEFAULTS = new Passive(
            Set.of(Failure.CONNECT, Failure.TIMEOUT, Failure.RESET),
            new Consecutive(Mode.ENFORCE, 5),
            new Ratio(Mode.OFF, 50),
            new Latency(Mode.OFF, 3, 50),
            10_000,
            20,
            10_000,
            300_000,
            50);

    public Passive {
        failures = Given.set("passive.failures", failures);
        Given.one("passive.consecutive", consecutive);
        Given.one("passive.ratio", ratio);
        Given.one("passive.latency", latency);
        WINDOW_RANGE.check(windowMs);
        REQUESTS_RANGE.check(requestsMin);
        EJECTION_RANGE.check(ejectionMs);
        EJECTION_MAX_RANGE.check(ejectionMaxMs);
        EJECTED_RANGE.check(ejectedMaxPercent);
        if (ejectionMaxMs < ejectionMs) {
            throw new IllegalArgumentException(
                    "ejection-max: " + ejectionMaxMs + ", must be at least ejection, " + ejectionMs);
        }
    }

    public Passive withFailures(Failure... failures) {
        return new Passive(
                Set.of(failures),
                consecutive,
                ratio,
                latency,
                windowMs,
                requestsMin,
                ejectionMs,
                ejectionMaxMs,
                ejectedMaxPercent);
    }

    public Passive withRules(Consecutive consecutive, Ratio ratio, Latency latency) {
        return new Passive(
                failures,
                consecutive,
                ratio,
                latency,
                windowMs,
                requestsMin,
                ejectionMs,
                ejectionMaxMs,
                ejectedMaxPercent);
    }

    /** At least one rule looks back over the window. */
    public boolean hasWindow() {
        return ratio.mode() != Mode.OFF || latency.mode() != Mode.OFF;
    }
}
