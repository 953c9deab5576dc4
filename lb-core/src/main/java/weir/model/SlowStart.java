package weir.model;

/**
 * How a backend that returns comes back to its full share: its weight and its limit of connections rise over a while.
 *
 * @param durationMs how long; 0 = at once
 * @param minPercent of its share from the beginning
 * @param aggression 1 = a straight line; above, the share rises faster at first
 * @param isOnStart also when Weir itself starts
 */
public record SlowStart(int durationMs, int minPercent, double aggression, boolean isOnStart) {
    public static final Range DURATION_RANGE = new Range("duration", 100, 86_400_000);
    public static final Range MIN_RANGE = new Range("min", 1, 100);
    public static final double AGGRESSION_MIN = 0.1;
    public static final double AGGRESSION_MAX = 10;
    public static final SlowStart NONE = new SlowStart(0, 10, 1, false);

    public SlowStart {
        if (durationMs != 0) {
            DURATION_RANGE.check(durationMs);
        }
        MIN_RANGE.check(minPercent);
        if (!(aggression >= AGGRESSION_MIN && aggression <= AGGRESSION_MAX)) {
            throw new IllegalArgumentException(
                    "aggression: " + aggression + ", must be " + AGGRESSION_MIN + ".." + AGGRESSION_MAX);
        }
    }

    public boolean isOn() {
        return durationMs > 0;
    }

    /** What is left of a full share when {@code passed} of the duration is over: max(min, passed^(1/aggression)). */
    public double factor(double passed) {
        return passed >= 1 ? 1 : Math.max(minPercent / 100.0, Math.pow(Math.max(0, passed), 1 / aggression));
    }
}
