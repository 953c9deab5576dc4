package weir.stats;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one loop has seen of one backend.
 *
 * <p>Thread: writing by the owning loop only, in plain loads and opaque stores and without allocation; {@link #addTo}
 * by any thread, which may see one attempt in some cells and not yet in others.
 */
public final class BackendTally {
    /** In place of a latency: there was no response. */
    public static final long NO_RESPONSE = -1;
    /** In place of a kind of failure. */
    public static final int NO_FAILURE = -1;

    private final Cells cells;

    /** @param failureKinds how many ways to fail there are; the caller numbers them */
    public BackendTally(int failureKinds) {
        cells = new Cells(failureKinds);
    }

    /**
     * An attempt is over.
     *
     * @param status of the backend's response, 0 = none
     * @param latencyNs until the head of the response was there, or {@link #NO_RESPONSE}
     * @param failure from 0, or {@link #NO_FAILURE}
     */
    public void end(int status, long latencyNs, int failure, long requestBytes, long responseBytes) {
        cells.add(Cells.STATUS + StatusClass.of(status), 1);
        cells.add(Cells.REQUEST_BYTES, requestBytes);
        cells.add(Cells.RESPONSE_BYTES, responseBytes);
        if (failure != NO_FAILURE) {
            cells.add(cells.failure(failure), 1);
        }
        if (latencyNs != NO_RESPONSE) {
            cells.add(Cells.LATENCY + LatencyScale.indexOf(latencyNs), 1);
            cells.add(Cells.LATENCY_SUM_NS, latencyNs);
            cells.raise(Cells.LATENCY_MAX_NS, latencyNs);
        }
    }

    /** After a failed attempt here the request was sent once more, here or elsewhere. */
    public void retry() {
        cells.add(Cells.RETRIES, 1);
    }

    /** Adds all that was counted so far. */
    public void addTo(BackendTotals totals) {
        totals.add(cells);
    }

    /** All numbers in one array, so that a loop's backends do not share lines with those of others. */
    static final class Cells {
        static final int RETRIES = 0;
        static final int REQUEST_BYTES = 1;
        static final int RESPONSE_BYTES = 2;
        static final int LATENCY_SUM_NS = 3;
        static final int LATENCY_MAX_NS = 4;
        static final int STATUS = 5;
        static final int LATENCY = STATUS + StatusClass.COUNT;
        private static final int FAILURES = LATENCY + LatencyScale.BUCKETS;

        private final AtomicLongArray values;

        Cells(int failureKinds) {
            values = new AtomicLongArray(FAILURES + failureKinds);
        }

        private void add(int cell, long count) {
            if (count != 0) {
                values.setOpaque(cell, values.getPlain(cell) + count);
            }
        }

        private void raise(int cell, long value) {
            if (value > values.getPlain(cell)) {
                values.setOpaque(cell, value);
            }
        }

        long get(int cell) {
            return values.getOpaque(cell);
        }

        int failure(int kind) {
            return FAILURES + kind;
        }

        int failureKinds() {
            return values.length() - FAILURES;
        }
    }
}
