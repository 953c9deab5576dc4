package weir.health;

import weir.model.Passive;

/**
 * How long a backend that fails requests is left out: each time longer, and shorter again after it has proved itself.
 *
 * <p>The n-th ejection in a row lasts n times the first, up to a maximum. Each stretch as long as the first ejection
 * that the backend has been back, with at least one success since, takes one off n. Thread: probe loop only.
 */
final class Ejection {
    private final Passive rules;
    private int timesInRow;
    private long total;
    private boolean isOut;
    private long backSinceNs;
    private long successesWhenBack;

    Ejection(Passive rules) {
        this.rules = rules;
    }

    /**
     * Begins now.
     *
     * @param successes of the backend so far
     * @return how long, in nanoseconds
     */
    long begin(long nowNs, long successes) {
        assert !isOut;
        if (timesInRow > 0 && successes > successesWhenBack) {
            final long stretches = (nowNs - backSinceNs) / (rules.ejectionMs() * 1_000_000L);
            timesInRow = (int) Math.max(0, timesInRow - stretches);
        }
        timesInRow++;
        total++;
        isOut = true;
        return Math.min((long) timesInRow * rules.ejectionMs(), rules.ejectionMaxMs()) * 1_000_000L;
    }

    void end(long nowNs, long successes) {
        isOut = false;
        backSinceNs = nowNs;
        successesWhenBack = successes;
    }

    boolean isOut() {
        return isOut;
    }

    /** Ever. */
    long total() {
        return total;
    }
}
