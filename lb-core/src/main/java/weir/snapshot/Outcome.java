package weir.snapshot;

import weir.model.Passive.Failure;

/**
 * One failed attempt, as a loop reports it to the probe loop: packed into a long, so that reporting allocates nothing.
 *
 * <pre>  after a success (1 bit) | failure (8 bits) | pool (24 bits) | backend (24 bits)  </pre>
 */
public final class Outcome {
    private static final int INDEX_BITS = 24;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int FAILURE_BITS = 8;
    private static final int FAILURE_MASK = (1 << FAILURE_BITS) - 1;
    private static final Failure[] FAILURES = Failure.values();

    private Outcome() {}

    /** @param afterSuccess the loop has had a success there since its last failure: this one begins a new row */
    public static long pack(Failure failure, boolean afterSuccess, int pool, int backend) {
        final long first = (afterSuccess ? 1L : 0) << FAILURE_BITS | failure.ordinal();
        return (first << INDEX_BITS | pool) << INDEX_BITS | backend;
    }

    public static boolean isAfterSuccess(long outcome) {
        return outcome >>> 2 * INDEX_BITS + FAILURE_BITS != 0;
    }

    public static Failure failure(long outcome) {
        return FAILURES[(int) (outcome >>> 2 * INDEX_BITS) & FAILURE_MASK];
    }

    public static int pool(long outcome) {
        return (int) (outcome >>> INDEX_BITS) & INDEX_MASK;
    }

    public static int backend(long outcome) {
        return (int) outcome & INDEX_MASK;
    }
}
