package weir.balance;

/**
 * One algorithm's state for one pool on one loop.
 *
 * <p>An own algorithm implements this and has a constructor that takes {@link PickerParts}; the file names its class,
 * see docs/BALANCING.md. Thread: owning loop only; every loop has its own instance, hence no atomics. No method
 * allocates, blocks or throws.
 */
public interface Picker {
    /** No backend is left to pick. */
    int NONE = -1;

    /**
     * Turns or lots that a backend may owe. Covers a burst of one busy client; a larger debt would leave the backend
     * without new clients long after they have gone.
     */
    int DEBT_MAX = 64;

    /**
     * Chooses among the usable backends for which {@link PickContext#wasTried} is false: neither tried yet nor full.
     *
     * @return an index into the backend set, or {@link #NONE}
     */
    int pick(PickContext context);

    /**
     * A backend gets a request that it was not picked for: its client sticks to it. A picker that gives out turns or
     * lots takes one of the backend's away for it, so that all its requests together come near to its share. Called
     * before {@link #onStart}, with any backend, whether or not it is usable.
     *
     * <p>The debt is bounded: however often a backend was charged, it misses at most {@link #DEBT_MAX} of its turns or
     * lots after the last charge.
     */
    default void charge(int backend) {}

    /**
     * Says what {@link #pick} would return for this request now, and what the backends count for it. Changes nothing:
     * neither the next pick nor any later one. Off the path of requests, so it may allocate and look at each backend.
     *
     * <p>By default it says nothing, and then an explanation knows no scores.
     */
    default void preview(PickContext context, Preview preview) {}

    /**
     * Takes over what the picker before it has learnt, as far as it is about backends that are still the same. Called
     * before the first pick, and only when backends were added while Weir runs.
     */
    default void learnFrom(Picker before) {}

    /** Whether {@link #onStart} and {@link #onEnd} must be called. The answer never changes. */
    default boolean wantsFeedback() {
        return false;
    }

    /** An attempt on a backend begins. The backend need not be the picker's own choice: others may have chosen it. */
    default void onStart(int backend) {}

    /**
     * The attempt has got a connection for bytes without meaning. Nothing else can be learnt of it, so its end will be
     * {@link AttemptEnd#UNKNOWN}. For HTTP this is never called.
     */
    default void onConnected(int backend, long latencyNs) {}

    /**
     * An attempt on a backend is over. Called exactly once for each {@link #onStart}.
     *
     * @param latencyNs until the head of the response was there, or the attempt was over without one
     */
    default void onEnd(int backend, long latencyNs, AttemptEnd end) {}
}
