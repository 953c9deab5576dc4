package weir.bench.compare;

import java.util.Locale;

/** How hard a round presses. */
enum Phase {
    /** As much as goes: what a request costs. */
    FULL("at full load", 1),
    HALF("at 50 % of the capacity", 0.5),
    MOST("at 80 % of the capacity", 0.8),
    /** At the scenario's own rate. */
    STEADY("at a steady rate", Double.NaN),
    /** The same, while a backend is killed: then errors are what is looked for. */
    KILLED("at a steady rate while a backend is killed", Double.NaN);

    private final String description;
    private final double share;

    Phase(String description, double share) {
        this.description = description;
        this.share = share;
    }

    String description() {
        return description;
    }

    /** Of the requests per second at full load; NaN where the rate is the scenario's. */
    double share() {
        return share;
    }

    boolean toleratesErrors() {
        return this == KILLED;
    }

    static Phase of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** In files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
