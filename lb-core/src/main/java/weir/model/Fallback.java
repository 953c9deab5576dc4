package weir.model;

/**
 * What becomes of requests that a pool cannot take: another pool takes them, or they get a fixed response.
 *
 * @param pool index of the other pool; {@link #NO_POOL} = the response
 * @param response null = the other pool
 */
public record Fallback(int pool, FixedResponse response) {
    public static final int NO_POOL = -1;

    public Fallback {
        if (pool == NO_POOL == (response == null)) {
            throw new IllegalArgumentException("fallback: a pool or a response, and not both");
        }
    }

    public static Fallback to(int pool) {
        return new Fallback(pool, null);
    }

    public static Fallback with(FixedResponse response) {
        return new Fallback(NO_POOL, response);
    }
}
