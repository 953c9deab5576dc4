package weir.balance;

/**
 * One algorithm's state for one pool on one loop.
 *
 * <p>Thread: owning loop only; every loop has its own instance, hence no atomics. No method allocates.
 */
public interface Picker {
    /** No backend is left to pick. */
    int NONE = -1;

    /**
     * Chooses among the usable backends that were not tried yet.
     *
     * @return an index into the backend set, or {@link #NONE}
     */
    int pick(PickContext context);

    /** Whether {@link #onStart} and {@link #onEnd} must be called. The answer never changes. */
    default boolean wantsFeedback() {
        return false;
    }

    /** An attempt on a backend begins. The backend need not be the picker's own choice: others may have chosen it. */
    default void onStart(int backend) {}

    /**
     * An attempt on a backend is over. Called exactly once for each {@link #onStart}.
     *
     * @param latencyNs until the head of the response was there, or the attempt was over without one
     */
    default void onEnd(int backend, long latencyNs, AttemptEnd end) {}
}
