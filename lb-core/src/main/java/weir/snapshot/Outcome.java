package weir.snapshot;

/**
 * What a loop tells the probe loop about one attempt to reach a backend, packed into a long so that telling allocates nothing.
 *
 * <pre>  kind (8 bits) | pool (24 bits) | backend (24 bits)  </pre>
 */
public final class Outcome {
    /** The connection could not be established. */
    public static final int CONNECT_FAILED = 1;

    private static final int INDEX_BITS = 24;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

    private Outcome() {}

    public static long pack(int kind, int pool, int backend) {
        return ((long) kind << INDEX_BITS | pool) << INDEX_BITS | backend;
    }

    public static int kind(long outcome) {
        return (int) (outcome >>> 2 * INDEX_BITS);
    }

    public static int pool(long outcome) {
        return (int) (outcome >>> INDEX_BITS) & INDEX_MASK;
    }

    public static int backend(long outcome) {
        return (int) outcome & INDEX_MASK;
    }
}
