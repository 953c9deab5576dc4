package weir.http1;

import weir.http.Tolerance;
import weir.stats.Counter;
import weir.stats.Counters;

/** Counts what was put up with. Thread: owning loop only. */
final class Tolerated {
    private static final Tolerance[] TOLERANCES = Tolerance.values();
    private static final Counter[] COUNTERS = new Counter[TOLERANCES.length];

    static {
        for (Tolerance tolerance : TOLERANCES) {
            COUNTERS[tolerance.ordinal()] = Counter.valueOf("TOLERATED_" + tolerance.name());
        }
    }

    private Tolerated() {}

    /** @param tolerances bits; none as a rule */
    static void count(Counters counters, int tolerances) {
        for (int rest = tolerances; rest != 0; rest &= rest - 1) {
            counters.add(COUNTERS[Integer.numberOfTrailingZeros(rest)]);
        }
    }
}
