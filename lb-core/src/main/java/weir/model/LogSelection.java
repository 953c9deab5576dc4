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

    /** A condition goes by the route, which a record does not have otherwise. */
    public boolean asksForRoute() {
        return asksForRoute(only) || asksForRoute(keep);
    }

    private static boolean asksForRoute(LogCondition condition) {
        if (condition instanceof LogCondition.All all) {
            return all.of().stream().anyMatch(LogSelection::asksForRoute);
        } else if (condition instanceof LogCondition.Any any) {
            return any.of().stream().anyMatch(LogSelection::asksForRoute);
        } else if (condition instanceof LogCondition.Not not) {
            return asksForRoute(not.of());
        }
        return condition instanceof LogCondition.Word word && word.subject() == LogCondition.WordSubject.ROUTE;
    }
}
