package weir.bench.stats;

/** From {@code low} to {@code high}, both included. Immutable, any thread. */
public record Interval(double low, double high) {
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);
}
