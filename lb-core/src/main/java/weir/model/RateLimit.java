package weir.model;

/**
 * How many requests each key may make: a bucket of {@code burst} tokens per key, which is filled at the rate.
 *
 * @param name for whoever reads what it has done, and for refused clients
 * @param count requests in {@code periodMs}
 * @param waitMs how long a request waits for its token, rather than to be refused
 * @param keys as many have a bucket at the same time
 */
public record RateLimit(
        String name, LimitKey key, long count, long periodMs, long burst, long waitMs, PolicyMode mode, int keys) {
    public static final Form NAME = new Form("[A-Za-z0-9:/._-]{1,64}", "1 to 64 letters, digits and any of : / . _ -");
    public static final Range COUNT_RANGE = new Range("rate", 1, 1_000_000_000);
    public static final Range PERIOD_RANGE = new Range("rate", 1_000, 86_400_000);
    public static final Range BURST_RANGE = new Range("burst", 1, 1_000_000_000);
    public static final Range WAIT_RANGE = new Range("wait", 0, 60_000);
    public static final Range KEYS_RANGE = new Range("keys", 1, 10_000_000);
    public static final int KEYS = 100_000;
    /** On one level. */
    public static final Range LIMITS_RANGE = new Range("rate-limits", 1, 16);

    /** A nanosecond is 0.1 % of the time between two. */
    public static final long PER_SECOND_MAX = 1_000_000;
    /** Until an empty bucket is full. */
    public static final long FILL_MS_MAX = 365L * 86_400_000;

    public RateLimit {
        Given.text("name", name, NAME);
        Given.one("key", key);
        COUNT_RANGE.check(count);
        PERIOD_RANGE.check(periodMs);
        BURST_RANGE.check(burst);
        WAIT_RANGE.check(waitMs);
        Given.one("mode", mode);
        KEYS_RANGE.check(keys);
        Given.check(isRate(count, periodMs), "rate", count + " in " + periodMs + " ms", PER_SECOND_MAX + "/s at most");
        Given.check(fills(count, periodMs, burst), "burst", String.valueOf(burst), "what the rate fills within a year");
    }

    public static boolean isRate(long count, long periodMs) {
        return count <= PER_SECOND_MAX * (periodMs / 1_000);
    }

    /** An empty bucket is full again in a time that anybody may wait. */
    public static boolean fills(long count, long periodMs, long burst) {
        return burst <= FILL_MS_MAX / periodMs * count;
    }

    /** What a second brings, and one at least. */
    public static long usualBurst(long count, long periodMs) {
        return Math.max(1, count * 1_000 / periodMs);
    }
}
