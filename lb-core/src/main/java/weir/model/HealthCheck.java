package weir.model;

/**
 * How the probe loop finds out whether a backend works.
 *
 * @param type what is tried
 * @param path request target of an HTTP check
 * @param expectMin lowest status that counts as success
 * @param expectMax highest status that counts as success
 * @param intervalMs from the start of one check to the start of the next
 * @param timeoutMs a check that takes longer has failed
 * @param rise successes in a row that bring a backend back
 * @param fall failures in a row that take it out
 */
public record HealthCheck(
        Type type, String path, int expectMin, int expectMax, int intervalMs, int timeoutMs, int rise, int fall) {
    public enum Type {
        /** Never checked, never taken out. */
        NONE("none"),
        /** Taken out by failed connects of real requests; then checked by connecting until it is back. */
        PASSIVE("passive"),
        /** A connection is established and closed. */
        TCP("tcp"),
        /** GET of a path, judged by the status. */
        HTTP("http");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public static final Range EXPECT_RANGE = new Range("expect", 100, 599);
    public static final Range INTERVAL_RANGE = new Range("interval", 10, 3_600_000);
    public static final Range TIMEOUT_RANGE = new Range("timeout", 1, 600_000);
    public static final Range RISE_RANGE = new Range("rise", 1, 1_000);
    public static final Range FALL_RANGE = new Range("fall", 1, 1_000);

    public static final HealthCheck DEFAULTS = new HealthCheck(Type.PASSIVE, "/health", 200, 299, 2_000, 1_000, 2, 3);

    public HealthCheck {
        EXPECT_RANGE.check(expectMin);
        EXPECT_RANGE.check(expectMax);
        if (expectMax < expectMin) {
            throw new IllegalArgumentException("expect: " + expectMin + "-" + expectMax + " is empty");
        }
        INTERVAL_RANGE.check(intervalMs);
        TIMEOUT_RANGE.check(timeoutMs);
        RISE_RANGE.check(rise);
        FALL_RANGE.check(fall);
    }

    public HealthCheck withType(Type type) {
        return new HealthCheck(type, path, expectMin, expectMax, intervalMs, timeoutMs, rise, fall);
    }
}
