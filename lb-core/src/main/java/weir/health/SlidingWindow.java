package weir.health;

import java.util.Arrays;

/**
 * How a backend has done lately: differences of figures that only grow, over the last {@value #TICKS} ticks. Thread:
 * probe loop only.
 */
final class SlidingWindow {
    static final int TICKS = 10;
    private static final int SAMPLES = TICKS + 1;

    private final long[] successes = new long[SAMPLES];
    private final long[] failures = new long[SAMPLES];
    private final long[] latencyNs = new long[SAMPLES];
    private int newest;

    /** Forgets what was, up to these figures. */
    void restart(long successesNow, long failuresNow, long latencyNow) {
        Arrays.fill(successes, successesNow);
        Arrays.fill(failures, failuresNow);
        Arrays.fill(latencyNs, latencyNow);
    }

    void tick(long successesNow, long failuresNow, long latencyNow) {
        newest = next(newest);
        successes[newest] = successesNow;
        failures[newest] = failuresNow;
        latencyNs[newest] = latencyNow;
    }

    private static int next(int sample) {
        return sample + 1 == SAMPLES ? 0 : sample + 1;
    }

    private long within(long[] samples) {
        return samples[newest] - samples[next(newest)];
    }

    long successes() {
        return within(successes);
    }

    long failures() {
        return within(failures);
    }

    long attempts() {
        return successes() + failures();
    }

    /** Only when there were successes. */
    long meanLatencyNs() {
        return within(latencyNs) / successes();
    }
}
