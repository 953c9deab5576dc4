package weir.app.demo;

import java.util.random.RandomGenerator;

/**
 * What the backend pretends is wrong with it.
 *
 * <p>Thread: any. Two independent facts, each replaced as a whole, the last writer wins.
 */
final class Faults {
    static final int FOR_EVER = -1;

    private static final Outage NONE = new Outage(0, 0);

    private final double rate;
    private volatile Outage outage = NONE;
    private volatile boolean down;

    /** @param rate share of the requests that fail without an outage, 0..1 */
    Faults(double rate) {
        this.rate = rate;
    }

    /** Every request fails from now on, for that many milliseconds or {@link #FOR_EVER}. */
    void failFor(int ms) {
        outage = new Outage(System.nanoTime(), ms);
    }

    void recover() {
        outage = NONE;
    }

    /** Only what the health check says; requests are served all the same. */
    void setDown(boolean down) {
        this.down = down;
    }

    boolean isFailing() {
        return outage.isOn(System.nanoTime());
    }

    boolean isHealthy() {
        return !down && !isFailing();
    }

    /** Whether the next request fails. */
    boolean strikes(RandomGenerator random) {
        return isFailing() || random.nextDouble() < rate;
    }

    private record Outage(long sinceNs, int ms) {
        boolean isOn(long nowNs) {
            return ms == FOR_EVER || ms > 0 && nowNs - sinceNs < ms * 1_000_000L;
        }
    }
}
