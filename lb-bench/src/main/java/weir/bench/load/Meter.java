package weir.bench.load;

import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import weir.bench.words.Durations;

/**
 * What one loop has seen. The loop writes, the thread that reports reads: a little late, never wrong.
 *
 * <p>Recording allocates nothing and waits for nobody.
 */
final class Meter {
    static final long LOWEST_NS = 1_000;
    static final long HIGHEST_NS = 3_600 * Durations.NS_PER_S;
    static final int DIGITS = 3;

    private static final int IN_TIME = 0, BYTES = 1, CONNECTIONS = 2, WAITED = 3, LATEST_NS = 4;
    private static final int WARM_UP_ANSWERS = 5, WARM_UP_BYTES = 6;
    private static final int COUNTERS = 7;

    private final SingleWriterRecorder latencies = new SingleWriterRecorder(LOWEST_NS, HIGHEST_NS, DIGITS);
    private final AtomicLongArray problems = new AtomicLongArray(Problem.values().length);
    private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);

    // --- by the loop

    void onServed(long latencyNs, long bodyBytes, boolean isInTime) {
        latencies.recordValue(Math.min(latencyNs, HIGHEST_NS));
        add(counters, BYTES, bodyBytes);
        if (isInTime) {
            add(counters, IN_TIME, 1);
        }
    }

    void onWarmUp(long bodyBytes) {
        add(counters, WARM_UP_ANSWERS, 1);
        add(counters, WARM_UP_BYTES, bodyBytes);
    }

    void onProblem(Problem problem) {
        add(problems, problem.ordinal(), 1);
    }

    void onConnection() {
        add(counters, CONNECTIONS, 1);
    }

    /** All connections were busy at the intended time. */
    void onWaiting() {
        add(counters, WAITED, 1);
    }

    /** The loop itself came to it so late. */
    void onSend(long lateNs) {
        if (lateNs > counters.getPlain(LATEST_NS)) {
            counters.lazySet(LATEST_NS, lateNs);
        }
    }

    /** One writer, so no atomic addition is needed. */
    private static void add(AtomicLongArray array, int index, long more) {
        array.lazySet(index, array.getPlain(index) + more);
    }

    // --- by the thread that reports

    /** Those since the last call. @param used one that is no longer needed, or null */
    Histogram takeLatencies(Histogram used) {
        return latencies.getIntervalHistogram(used);
    }

    long problems(Problem problem) {
        return problems.get(problem.ordinal());
    }

    long servedInTime() {
        return counters.get(IN_TIME);
    }

    long bodyBytes() {
        return counters.get(BYTES);
    }

    long connections() {
        return counters.get(CONNECTIONS);
    }

    long waited() {
        return counters.get(WAITED);
    }

    long warmUpAnswers() {
        return counters.get(WARM_UP_ANSWERS);
    }

    long warmUpBytes() {
        return counters.get(WARM_UP_BYTES);
    }

    long latestSendNs() {
        return counters.get(LATEST_NS);
    }
}
