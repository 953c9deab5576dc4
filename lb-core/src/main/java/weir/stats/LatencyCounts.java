package weir.stats;

import weir.stats.BackendTally.Cells;

/** How often each latency was seen, on the scale of {@link LatencyScale}. Thread: the reader's. */
public final class LatencyCounts {
    private final long[] counts = new long[LatencyScale.BUCKETS];
    private long sumNs;
    private long maxNs;

    void add(Cells cells) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += cells.get(Cells.LATENCY + i);
        }
        sumNs += cells.get(Cells.LATENCY_SUM_NS);
        maxNs = Math.max(maxNs, cells.get(Cells.LATENCY_MAX_NS));
    }

    /** What has come since {@code earlier}. The maximum is then as exact as the scale. */
    public LatencyCounts since(LatencyCounts earlier) {
        final LatencyCounts difference = new LatencyCounts();
        for (int i = 0; i < counts.length; i++) {
            difference.counts[i] = Math.max(0, counts[i] - earlier.counts[i]);
            if (difference.counts[i] > 0) {
                difference.maxNs = Math.min(maxNs, LatencyScale.lowestNs(i + 1));
            }
        }
        difference.sumNs = sumNs - earlier.sumNs;
        return difference;
    }

    public long count() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    public long sumNs() {
        return sumNs;
    }

    /** 0 when nothing was counted. */
    public long maxNs() {
        return maxNs;
    }

    /**
     * The latency that {@code share} of all did not exceed, at most 6.25 % off; 0 when nothing was counted.
     *
     * @param share above 0, at most 1
     */
    public long percentileNs(double share) {
        final long rank = Math.max(1, (long) Math.ceil(count() * share));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(maxNs, LatencyScale.middleNs(i));
            }
        }
        return 0;
    }

    /** How many were below; exact where {@code latencyNs} is a power of two in microseconds. */
    public long countBelow(long latencyNs) {
        long sum = 0;
        for (int i = 0; i < LatencyScale.indexOf(latencyNs); i++) {
            sum += counts[i];
        }
        return sum;
    }
}
