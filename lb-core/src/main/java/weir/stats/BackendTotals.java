package weir.stats;

import weir.stats.BackendTally.Cells;

/** The sum of all loops' tallies of one backend, as of when they were added. Thread: the reader's. */
public final class BackendTotals {
    private final long[] statuses = new long[StatusClass.COUNT];
    private final long[] failures;
    private final LatencyCounts latencies = new LatencyCounts();
    private long retries;
    private long requestBytes;
    private long responseBytes;

    public BackendTotals(int failureKinds) {
        failures = new long[failureKinds];
    }

    void add(Cells cells) {
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] += cells.get(Cells.STATUS + i);
        }
        for (int kind = 0; kind < Math.min(failures.length, cells.failureKinds()); kind++) {
            failures[kind] += cells.get(cells.failure(kind));
        }
        retries += cells.get(Cells.RETRIES);
        requestBytes += cells.get(Cells.REQUEST_BYTES);
        responseBytes += cells.get(Cells.RESPONSE_BYTES);
        latencies.add(cells);
    }

    /** Attempts that are over, retries among them. */
    public long requests() {
        long sum = 0;
        for (long count : statuses) {
            sum += count;
        }
        return sum;
    }

    /** Attempts by the class of the backend's response, {@link StatusClass#NONE} where there was none. */
    public long statuses(int statusClass) {
        return statuses[statusClass];
    }

    public long failures() {
        long sum = 0;
        for (long count : failures) {
            sum += count;
        }
        return sum;
    }

    public long failures(int kind) {
        return failures[kind];
    }

    public int failureKinds() {
        return failures.length;
    }

    public long retries() {
        return retries;
    }

    public long requestBytes() {
        return requestBytes;
    }

    public long responseBytes() {
        return responseBytes;
    }

    public LatencyCounts latencies() {
        return latencies;
    }
}
