package weir.bench.idle;

import org.HdrHistogram.Histogram;
import weir.bench.host.CpuUse;

/**
 * What an idle population did to a server. Immutable, any thread.
 *
 * @param lost connections the server closed meanwhile
 * @param before null when no process was named
 * @param after null when no process was named
 * @param idleCpu over {@link #IDLE_MS}; null when no process was named
 * @param alone latencies in nanoseconds without the population
 * @param among latencies in nanoseconds with it
 */
record IdleResults(
        int connections, int lost, Memory before, Memory after, CpuUse idleCpu, Histogram alone, Histogram among) {
    static final int IDLE_MS = 3_000;

    /** @param heap null when the server is not a JVM */
    record Memory(ClassHistogram heap, long residentBytes) {}

    /** NaN when not known. */
    double heapBytesPerConnection() {
        return before == null || before.heap() == null
                ? Double.NaN
                : (double) (after.heap().totalBytes() - before.heap().totalBytes()) / connections;
    }

    double residentBytesPerConnection() {
        return (double) (after.residentBytes() - before.residentBytes()) / connections;
    }
}
