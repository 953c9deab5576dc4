package weir.balance;

/**
 * One algorithm's state for one pool on one loop.
 *
 * <p>Thread: owning loop only; every loop has its own instance, hence no atomics. A pick allocates nothing.
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
}
