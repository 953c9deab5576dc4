package weir.app;

/** Lets a line of the log be said at once, and then at most once within a pause. Thread: its owner's. */
final class LogRateLimit {
    private final long pauseNs;
    private boolean hasSaid;
    private long saidNs;

    LogRateLimit(long pauseNs) {
        this.pauseNs = pauseNs;
    }

    /** True when it may be said now; the pause begins then. */
    boolean maySay(long nowNs) {
        if (hasSaid && nowNs - saidNs < pauseNs) {
            return false;
        }
        hasSaid = true;
        saidNs = nowNs;
        return true;
    }
}
