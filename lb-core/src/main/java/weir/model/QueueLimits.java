package weir.model;

/**
 * The line in which exchanges wait while all backends of a pool are full.
 *
 * @param lengthMax how many may wait, on all loops together (503); 0 = none waits
 * @param timeoutMs how long one may wait (503)
 */
public record QueueLimits(int lengthMax, int timeoutMs) {
    public static final Range LENGTH_RANGE = new Range("length", 0, 1_000_000);
    public static final Range TIMEOUT_RANGE = new Range("timeout", 1, 3_600_000);

    public static final QueueLimits DEFAULTS = new QueueLimits(1_024, 1_000);

    public QueueLimits {
        LENGTH_RANGE.check(lengthMax);
        TIMEOUT_RANGE.check(timeoutMs);
    }
}
