package weir.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import weir.testkit.Seed;

final class BackendTallyTest {
    private static final long MS = 1_000_000;
    private static final int KINDS = 3;

    private final BackendTally tally = new BackendTally(KINDS);

    private BackendTotals totals() {
        final BackendTotals totals = new BackendTotals(KINDS);
        tally.addTo(totals);
        return totals;
    }

    @Test
    void countsAnAttemptByItsStatusAndItsFailure() {
        tally.end(200, 5 * MS, BackendTally.NO_FAILURE, 10, 20);
        tally.end(503, 7 * MS, BackendTally.NO_FAILURE, 1, 2);
        tally.end(0, BackendTally.NO_RESPONSE, 2, 0, 0);
        tally.retry();
        final BackendTotals totals = totals();
        assertEquals(3, totals.requests());
        assertEquals(1, totals.statuses(2));
        assertEquals(1, totals.statuses(5));
        assertEquals(1, totals.statuses(StatusClass.NONE));
        assertEquals(1, totals.failures());
        assertEquals(1, totals.failures(2));
        assertEquals(1, totals.retries());
        assertEquals(11, totals.requestBytes());
        assertEquals(22, totals.responseBytes());
        assertEquals(2, totals.latencies().count(), "without a response there is no latency");
        assertEquals(12 * MS, totals.latencies().sumNs());
        assertEquals(7 * MS, totals.latencies().maxNs());
    }

    @Test
    void addsUpTheTalliesOfSeveralLoops() {
        final BackendTally other = new BackendTally(KINDS);
        tally.end(200, MS, BackendTally.NO_FAILURE, 0, 0);
        other.end(200, 3 * MS, BackendTally.NO_FAILURE, 0, 0);
        final BackendTotals totals = totals();
        other.addTo(totals);
        assertEquals(2, totals.requests());
        assertEquals(3 * MS, totals.latencies().maxNs());
    }

    @Test
    void percentilesAreAtMostASixteenthOff() {
        Seed.forEach(1, 5, this::expectsPercentilesOfRandomLatencies);
    }

    private void expectsPercentilesOfRandomLatencies(RandomGenerator random) {
        final long[] latencies = new long[10_000];
        Arrays.setAll(latencies, i -> 20_000 + (random.nextInt(3_600_000) * 1_000_000L >>> random.nextInt(30)));
        final BackendTally filled = new BackendTally(0);
        for (long latency : latencies) {
            filled.end(200, latency, BackendTally.NO_FAILURE, 0, 0);
        }
        final BackendTotals totals = new BackendTotals(0);
        filled.addTo(totals);
        Arrays.sort(latencies);
        for (double share : new double[] {0.001, 0.5, 0.9, 0.99, 0.999, 1}) {
            final long exact = latencies[(int) Math.ceil(latencies.length * share) - 1];
            final long told = totals.latencies().percentileNs(share);
            assertTrue(Math.abs(told - exact) <= exact * 0.0626 + 1_000, share + ": " + told + " for " + exact);
        }
    }

    @Test
    void takesLatenciesBeyondBothEnds() {
        tally.end(200, -1_000, BackendTally.NO_FAILURE, 0, 0);
        tally.end(200, 0, BackendTally.NO_FAILURE, 0, 0);
        tally.end(200, Long.MAX_VALUE, BackendTally.NO_FAILURE, 0, 0);
        assertEquals(3, totals().latencies().count());
    }

    @Test
    void tellsWhatHasComeSinceAnEarlierTime() {
        tally.end(200, 900 * MS, BackendTally.NO_FAILURE, 0, 0);
        final LatencyCounts earlier = totals().latencies();
        tally.end(200, MS, BackendTally.NO_FAILURE, 0, 0);
        final LatencyCounts since = totals().latencies().since(earlier);
        assertEquals(1, since.count());
        assertEquals(MS, since.percentileNs(1), MS * 0.13);
        assertTrue(since.maxNs() < 2 * MS, "the slow one was before: " + since.maxNs());
    }

    @Test
    void tellsNoLatencyWhenThereWasNone() {
        assertEquals(0, totals().latencies().percentileNs(0.5));
        assertEquals(0, totals().latencies().maxNs());
    }

    @Test
    void countsWhatIsBelowAPowerOfTwoMicrosecondsExactly() {
        for (int us = 0; us < 4096; us++) {
            tally.end(200, us * 1_000L, BackendTally.NO_FAILURE, 0, 0);
        }
        for (int us = 1; us <= 4096; us *= 2) {
            assertEquals(us, totals().latencies().countBelow(us * 1_000L));
        }
    }

    @Test
    void everyBucketBeginsWhereTheOneBeforeEnds() {
        for (int i = 0; i < LatencyScale.BUCKETS; i++) {
            assertEquals(i, LatencyScale.indexOf(LatencyScale.lowestNs(i)));
            assertEquals(Math.max(0, i - 1), LatencyScale.indexOf(LatencyScale.lowestNs(i) - 1_000));
        }
    }

    @Test
    void recordingAllocatesNothing() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        record(20_000); // whatever is made once
        final long before = threads.getCurrentThreadAllocatedBytes();
        record(20_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 16 * 20_000, allocated + " bytes"); // one object each would be 16 bytes each
        assertTrue(allocated < 10_000, allocated + " bytes");
    }

    private void record(int count) {
        for (int i = 0; i < count; i++) {
            tally.end(200 + i % 400, i * 1_000L, i % KINDS, i, i);
            tally.retry();
        }
    }
}
