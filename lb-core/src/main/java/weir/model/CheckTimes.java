package weir.model;

/**
 * When a backend is checked. All from the start of one check to the start of the next.
 *
 * @param intervalMs while it is up
 * @param fastMs while the last results speak against its present state, and before anything is known
 * @param downMs while it is down
 * @param timeoutMs a check that takes longer has failed
 */
public record CheckTimes(int intervalMs, int fastMs, int downMs, int timeoutMs) {
    public static final Range INTERVAL_RANGE = new Range("interval", 10, 3_600_000);
    public static final Range FAST_RANGE = new Range("fast-interval", 10, 3_600_000);
    public static final Range DOWN_RANGE = new Range("down-interval", 10, 3_600_000);
    public static final Range TIMEOUT_RANGE = new Range("timeout", 1, 600_000);
    public static final CheckTimes DEFAULTS = new CheckTimes(2_000, 1_000);

    public CheckTimes {
        INTERVAL_RANGE.check(intervalMs);
        FAST_RANGE.check(fastMs);
        DOWN_RANGE.check(downMs);
        TIMEOUT_RANGE.check(timeoutMs);
    }

    /** One interval for all. */
    public CheckTimes(int intervalMs, int timeoutMs) {
        this(intervalMs, intervalMs, intervalMs, timeoutMs);
    }
}
