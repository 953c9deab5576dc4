package weir.model;

/**
 * When a pool, or one of its backends, is left alone for a while because too much of what it was asked has failed.
 *
 * @param failures share of the attempts that must have failed, above 0 and at most 1
 * @param latency what is too slow; null = no time is
 * @param requestsMin attempts within the window below which nothing is judged; each loop counts its own
 * @param windowMs what "lately" means
 * @param openMs how long the first pause is
 * @param probes attempts that must succeed after a pause
 */
public record BreakerPolicy(
        Mode mode,
        Scope scope,
        double failures,
        Latency latency,
        int requestsMin,
        int windowMs,
        int openMs,
        int probes) {
    public enum Mode {
        ENFORCE("enforce"),
        /** Counts what it would do, and does nothing. */
        SHADOW("shadow"),
        OFF("off");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** What is left alone. */
    public enum Scope {
        BACKEND("backend"),
        POOL("pool");

        private final String word;

        Scope(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * Too slow: this quantile of the times until a response's head was there is above so much.
     *
     * @param quantile above 0 and below 1
     */
    public record Latency(double quantile, int aboveMs) {
        public static final Range ABOVE_RANGE = new Range("above", 1, 3_600_000);
        public static final double QUANTILE = 0.95;

        public Latency {
            if (!(quantile > 0 && quantile < 1)) {
                throw new IllegalArgumentException("quantile: " + quantile + ", must be above 0 and below 1");
            }
            ABOVE_RANGE.check(aboveMs);
        }
    }

    public static final Range REQUESTS_RANGE = new Range("requests-min", 1, 1_000_000);
    public static final Range WINDOW_RANGE = new Range("window", 100, 600_000);
    public static final Range OPEN_RANGE = new Range("open", 10, 3_600_000);
    public static final Range PROBES_RANGE = new Range("half-open", 1, 1_000);

    public static final BreakerPolicy DEFAULTS =
            new BreakerPolicy(Mode.ENFORCE, Scope.BACKEND, 0.5, null, 20, 10_000, 5_000, 3);

    public BreakerPolicy {
        Given.one("breaker.mode", mode);
        Given.one("breaker.scope", scope);
        if (!(failures > 0 && failures <= 1)) {
            throw new IllegalArgumentException("failures: " + failures + ", must be above 0 and at most 1");
        }
        REQUESTS_RANGE.check(requestsMin);
        WINDOW_RANGE.check(windowMs);
        OPEN_RANGE.check(openMs);
        PROBES_RANGE.check(probes);
    }

    public BreakerPolicy withMode(Mode mode) {
        return new BreakerPolicy(mode, scope, failures, latency, requestsMin, windowMs, openMs, probes);
    }

    public BreakerPolicy withScope(Scope scope) {
        return new BreakerPolicy(mode, scope, failures, latency, requestsMin, windowMs, openMs, probes);
    }

    public BreakerPolicy withLatency(Latency latency) {
        return new BreakerPolicy(mode, scope, failures, latency, requestsMin, windowMs, openMs, probes);
    }
}
