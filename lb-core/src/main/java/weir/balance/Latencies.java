package weir.balance;

import java.util.Arrays;

/**
 * What one loop knows about how fast each backend answers, in nanoseconds.
 *
 * <p>A cost that nothing confirms fades: it is halved every {@link #HALF_LIFE_NS}, so whoever was slow once gets
 * another chance. Who has no history has the median of the others', for 0 would draw all requests to it. A failure
 * costs ten times the median, up to a second, or what it took if that is more: else a backend that fails fast would
 * win. Thread: owning loop only.
 */
final class Latencies {
    /** As in Finagle. */
    private static final double TAU_NS = 10e9;
    /** The same by ln 2. */
    static final long HALF_LIFE_NS = 6_931_471_806L;

    private static final double PER_HALF_LIFE = 1.0 / HALF_LIFE_NS;
    private static final double FAILURE_FACTOR = 10;
    private static final double FAILURE_MAX_NS = 1e9;
    /** What the first backends of all are taken for. */
    private static final double COLD_NS = 1e6;

    private static final long MEDIAN_INTERVAL_NS = 100_000_000;
    private static final double COST_MIN_NS = 1;
    private static final int EXPONENT_BITS = 52;
    private static final int EXPONENT_MAX = 1000;

    private final BackendSet backends;
    /** 0 = no history. */
    private final double[] costs;

    private final long[] stamps;
    private final boolean[] wasUsable;
    private final double[] sorted;
    private double medianNs = COLD_NS;
    private long medianStamp;
    private int known;

    Latencies(BackendSet backends) {
        this.backends = backends;
        final int count = backends.count();
        costs = new double[count];
        stamps = new long[count];
        wasUsable = new boolean[count];
        sorted = new double[count];
        onChange();
    }

    /** Knows what the other one has known about backends that both have. */
    void learnFrom(Latencies before) {
        for (int i = 0; i < before.costs.length; i++) {
            if (backends.identity(i) == before.backends.identity(i)) {
                costs[i] = before.costs[i];
                stamps[i] = before.stamps[i];
            }
        }
        medianNs = before.medianNs;
        medianStamp = before.medianStamp;
        known = before.known;
    }

    /** Who comes back comes without history: what it was like while it failed says little. */
    void onChange() {
        for (int i = 0; i < wasUsable.length; i++) {
            if (backends.isUsable(i) && !wasUsable[i]) {
                costs[i] = 0;
            }
            wasUsable[i] = backends.isUsable(i);
        }
    }

    double costNs(int index, long nowNs) {
        final double cost = costs[index];
        // The median fades like those it is taken from: else, with little to do, all of them were ahead of whoever is
        // new.
        final double faded = cost == 0 ? medianNs * fading(nowNs - medianStamp) : cost * fading(nowNs - stamps[index]);
        return faded > COST_MIN_NS ? faded : COST_MIN_NS;
    }

    void preview(Preview preview, long nowNs) {
        for (int i = 0; i < costs.length; i++) {
            preview.setLatencyNs(i, costNs(i, nowNs));
        }
    }

    /**
     * Whether there is something to observe. Of an answer that nobody has waited for it is known that it was slow,
     * never that it was fast.
     */
    boolean isNews(int index, long latencyNs, AttemptEnd end, long nowNs) {
        return switch (end) {
            case ANSWERED, FAILED -> true;
            case ABANDONED -> latencyNs > costNs(index, nowNs);
            case UNKNOWN -> false;
        };
    }

    /** Takes a peak at once and comes down slowly (Finagle's peak EWMA). */
    void observePeak(int index, long latencyNs, AttemptEnd end, long nowNs) {
        final double seen = seen(latencyNs, end);
        if (costs[index] == 0 || seen > costNs(index, nowNs)) {
            set(index, seen, nowNs);
        } else {
            final double keep =
                    Math.exp((stamps[index] - nowNs) / TAU_NS); // exact: many small steps must add up to the right pace
            set(index, keep * costs[index] + (1 - keep) * seen, nowNs);
        }
    }

    /** Takes a part of each difference, up or down. */
    void observeMean(int index, long latencyNs, AttemptEnd end, double part, long nowNs) {
        final double seen = seen(latencyNs, end);
        final double faded = costs[index] == 0 ? seen : costNs(index, nowNs); // else each answer would undo the fading
        set(index, faded + part * (seen - faded), nowNs);
    }

    private double seen(long latencyNs, AttemptEnd end) {
        final double latency = Math.max(COST_MIN_NS, latencyNs);
        return end != AttemptEnd.FAILED
                ? latency
                : Math.max(latency, Math.min(FAILURE_FACTOR * medianNs, FAILURE_MAX_NS));
    }

    private void set(int index, double cost, long nowNs) {
        if (costs[index] == 0) {
            known++;
        }
        costs[index] = cost;
        stamps[index] = nowNs;
        if (known == 1 || nowNs - medianStamp > MEDIAN_INTERVAL_NS) {
            medianStamp = nowNs;
            findMedian();
        }
    }

    /** O(backends log backends), but only now and then, and not within a pick. */
    private void findMedian() {
        known = 0;
        for (double cost : costs) {
            if (cost != 0) {
                sorted[known++] = cost;
            }
        }
        Arrays.sort(sorted, 0, known);
        medianNs = sorted[known / 2];
    }

    /**
     * About 2^(-age / half-life), without the cost of an exponential: exact at whole half-lives, straight between them,
     * so up to 6.2 % too large.
     */
    static double fading(long ageNs) {
        final double age = ageNs * PER_HALF_LIFE;
        if (age <= 0) {
            return 1;
        } else if (age > EXPONENT_MAX) {
            return 0;
        }
        final int whole = (int) age;
        final double power = Double.longBitsToDouble(1023L - whole << EXPONENT_BITS);
        return power * (1 - (age - whole) / 2);
    }
}
