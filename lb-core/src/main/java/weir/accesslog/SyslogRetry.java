package weir.accesslog;

import weir.time.Clock;

/** When a server that could not be reached is tried again: after a second. Thread: the writer's. */
final class SyslogRetry {
    private static final long PAUSE_NS = 1_000_000_000;

    private final Clock clock;
    private long triedNs;
    private boolean hasTried;

    SyslogRetry(Clock clock) {
        this.clock = clock;
    }

    /** True at most once a second; whoever asks tries now. */
    boolean isDue() {
        final long nowNs = clock.nowNs();
        if (hasTried && nowNs - triedNs < PAUSE_NS) {
            return false;
        }
        hasTried = true;
        triedNs = nowNs;
        return true;
    }

    /** The next try need not wait. */
    void reset() {
        hasTried = false;
    }
}
