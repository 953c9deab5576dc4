package weir.stats;

/**
 * Puts a latency into one of a few hundred buckets: each microsecond up to 8, from there on eight buckets for each
 * doubling, up to 71 minutes. A bucket is at most an eighth wider than it begins, so its middle is at most 6.25 % off.
 *
 * <p>Not HdrHistogram's, because its recorder for one writer takes two atomic additions per value and, at the same
 * resolution, twice the memory; and there is one for each backend on each loop. Any thread.
 */
public final class LatencyScale {
    /** How many buckets there are: 1,920 bytes of counts. */
    public static final int BUCKETS;

    private static final int STEP_BITS = 3;
    private static final int STEPS = 1 << STEP_BITS;
    private static final long MAX_US = (1L << 32) - 1;
    private static final int NS_PER_US = 1_000;

    static {
        BUCKETS = indexOfUs(MAX_US) + 1;
    }

    private LatencyScale() {}

    /** Where a latency belongs; negative ones to the first bucket, those beyond the end to the last. */
    static int indexOf(long latencyNs) {
        return indexOfUs(Math.max(0, Math.min(latencyNs / NS_PER_US, MAX_US)));
    }

    private static int indexOfUs(long us) {
        if (us < STEPS) {
            return (int) us;
        }
        final int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(us) - STEP_BITS;
        return doubling * STEPS + (int) (us >>> doubling); // the highest of its four bits adds one doubling
    }

    /** The least latency that belongs into the bucket. */
    static long lowestNs(int index) {
        final int doubling = Math.max(0, index / STEPS - 1);
        return ((long) (index - doubling * STEPS) << doubling) * NS_PER_US;
    }

    /** What stands for all that is in the bucket. */
    static long middleNs(int index) {
        return (lowestNs(index) + lowestNs(index + 1)) / 2;
    }
}
