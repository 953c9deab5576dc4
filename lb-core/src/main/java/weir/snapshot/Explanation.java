package weir.snapshot;

import java.util.List;

/**
 * Why a request goes where it goes: what one loop's picker would do with it now, and what each backend counts for it.
 * Immutable, any thread.
 *
 * @param loop whose picker has answered; each loop has its own
 * @param pool by its name
 * @param algorithm its word in the file
 * @param key what of the request is hashed, as in the file; null = nothing is
 * @param hasKey the request has that
 * @param scoreMeaning what a score is, with its unit and which one wins; empty when the algorithm does not say
 * @param note why the winner is not the one with the best score; empty when there is nothing to say
 * @param backends in the order of the file
 * @param winner the id of the backend that would be picked; null = none, or the algorithm does not say
 * @param refusal a stable word why there would be no pick at all, such as {@link #NO_POOL} or the fault of the head;
 *     null = there would be one
 */
public record Explanation(
        String loop,
        String pool,
        String algorithm,
        String key,
        boolean hasKey,
        String scoreMeaning,
        String note,
        List<Candidate> backends,
        String winner,
        String refusal) {
    /** There is no pool of that name. */
    public static final String NO_POOL = "no_pool";

    /**
     * One backend, whether or not it is in question.
     *
     * @param weight at present
     * @param inFlight on all loops
     * @param latencyNs how long the algorithm takes it to need; NaN where it does not go by that
     * @param score NaN where there is none
     * @param excluded a stable word why it cannot be picked: the state of its health ({@code down}, ...) or what the
     *     operator wants ({@code drain}, ...), {@link #NO_WEIGHT}, {@link #TRIED}, {@link #FULL},
     *     {@link #BREAKER_OPEN}, or a word of the algorithm such as {@code over_bound}; null = it can be
     */
    public record Candidate(String id, double weight, int inFlight, double latencyNs, double score, String excluded) {
        public static final String NO_WEIGHT = "no_weight";
        public static final String TRIED = "tried";
        /** Its circuit breaker leaves it alone for the moment. */
        public static final String BREAKER_OPEN = "breaker_open";
        /** Its limit is reached. */
        public static final String FULL = "full";
    }

    public Explanation {
        backends = List.copyOf(backends);
    }

    /** An answer to a question about a request that would not get so far. */
    public static Explanation refused(String loop, String pool, String refusal) {
        return new Explanation(loop, pool, "", null, false, "", "", List.of(), null, refusal);
    }

    /** The same with what was picked in the end, and why. */
    public Explanation withWinner(String id, String why) {
        return new Explanation(loop, pool, algorithm, key, hasKey, scoreMeaning, why, backends, id, refusal);
    }
}
