package weir.testkit;

import weir.time.Clock;

/**
 * A clock that stands still until it is told otherwise. It starts shortly before {@code nanoTime} would wrap around.
 * Any one thread.
 */
public final class ManualClock implements Clock {
    private static final long START_NS = Long.MAX_VALUE - 3_000_000_000L;
    private static final long START_WALL_MS =
            784_111_777_000L; // Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110 §5.6.7

    private long passedNs;
    private long stepNs;

    @Override
    public long nowNs() {
        passedNs += stepNs;
        return START_NS + passedNs;
    }

    @Override
    public long wallMs() {
        return START_WALL_MS + passedNs / 1_000_000;
    }

    /** From now on so much time passes before each look at the clock, as if work took it; 0 = none again. */
    public void takesBetweenLooks(long ns) {
        stepNs = ns;
    }

    /** Lets time pass; nobody notices before the next turn. */
    public void advanceMs(long ms) {
        passedNs += ms * 1_000_000;
    }
}
