package weir.model;

/**
 * Which exchanges leave a line. Immutable, any thread.
 *
 * @param only null = any
 * @param sample share of those, 1 = all
 * @param keep lines for which this holds are not subject to that; null = none
 */
public record LogSelection(LogCondition only, double sample, LogCondition keep) {
    /** Server errors. */
    public static final LogCondition KEPT =
            new LogCondition.Number(LogCondition.NumberSubject.STATUS, LogCondition.Comparison.MORE_OR_EQUAL, 500);

    public static final LogSelection ALL = new LogSelection(null, 1, KEPT);

    public LogSelection {
        if (!(sample >= 0 && sample <= 1)) {
            throw new IllegalArgumentException("log.sample: " + sample + ", must be 0..1");
        }
    }

    public boolean isAll() {
        return only == null && sample == 1;
    }
}
