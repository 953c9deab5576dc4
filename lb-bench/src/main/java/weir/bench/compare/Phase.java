package weir.bench.compare;

import java.util.Locale;

/** How hard a round presses. */
enum Phase {
    /** As much as goes: what a request costs. */
    FULL("at full load", 1),
    HALF("at 50 % of the capacity", 0.5),
    MOST("at 80 % of the capacity", 0.8),
    /** Of the storms' newcomers. Nothing is left unasked here, either. */
    STORM("in storms: newcomers", Double.NaN),
    /** The same rounds as those who were busy saw them: CPU time and counts are those of both. */
    BESIDE_STORM("in storms: the busy ones", Double.NaN),
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

    /** Whether clients ask as soon as they are answered; else they come when they come. */
    boolean isClosedLoop() {
        return this == FULL || this == STORM || this == BESIDE_STORM;
    }

    /**
     * What its latencies are, in a sentence.
     *
     * @param isByWrk the clients at full load are wrk, else our own
     */
    String latenciesAre(boolean isByWrk) {
        return switch (this) {
            case FULL ->
                isByWrk
                        ? "At full load they are wrk's, a closed loop's: from the time of sending; what a new connection "
                                + "waits is its first request's. wrk puts into its percentiles, not into the slowest, what it "
                                + "thinks it would have seen had it not waited (coordinated omission)."
                        : "At full load they are of our own client, a closed loop: from the time of sending.";
            case STORM, BESIDE_STORM ->
                "In storms they are of the first request of each newcomer, from the moment it began to connect, and of the "
                        + "busy ones' requests that were under way meanwhile.";
            default -> "With Poisson arrivals they are from the intended send time.";
        };
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
