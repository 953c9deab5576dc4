package weir.bench.scenario;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * One round of one algorithm. Immutable, any thread; nobody changes the histogram any more.
 *
 * @param latencies in nanoseconds, from the intended send time
 * @param backendCounts what each backend was asked, the slow one last; the warm-up is in it
 */
record SlowBackendRound(int number, String algorithm, Histogram latencies, long errors, long[] backendCounts) {
    double sharePercent(int backend) {
        return 100.0
                * backendCounts[backend]
                / Math.max(1, Arrays.stream(backendCounts).sum());
    }

    double percentileMs(double percent) {
        return latencies.getValueAtPercentile(percent) / 1e6;
    }

    /** Both together. */
    SlowBackendRound plus(SlowBackendRound other) {
        final Histogram sum = latencies.copy();
        sum.add(other.latencies);
        final long[] counts = backendCounts.clone();
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.backendCounts[i];
        }
        return new SlowBackendRound(0, algorithm, sum, errors + other.errors, counts);
    }
}
