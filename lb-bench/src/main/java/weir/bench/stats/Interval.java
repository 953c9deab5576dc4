package weir.bench.stats;

/** From {@code low} to {@code high}, both included. Immutable, any thread. */
public record Interval(double low, double high) {
    /** There are too few values. */
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    public boolean isKnown() {
        return !Double.isNaN(low);
    }

    public boolean holds(double value) {
        return low <= value && value <= high;
    }
}
