package weir.limit;

/**
 * What a bucket is filled with and holds, as times: a token is worth the time in which it is refilled, so what has been
 * taken from a bucket is how far it is from full. Immutable, any thread.
 *
 * @param tokenNs time for one token, rounded up: nobody gets more than the rate
 * @param burstNs of a full bucket
 * @param waitNs how long a request may wait for its token
 */
public record TokenRate(long tokenNs, long burstNs, long waitNs) {
    private static final long SECOND_NS = 1_000_000_000;

    public TokenRate {
        assert tokenNs > 0 && burstNs >= tokenNs && waitNs >= 0 : this;
    }

    /** So many tokens in such a time, and at most {@code burst} at once. */
    public static TokenRate of(long count, long periodNs, long burst, long waitNs) {
        final long tokenNs = (periodNs - 1) / count + 1;
        return new TokenRate(tokenNs, Math.multiplyExact(tokenNs, burst), waitNs);
    }

    // --- what the answer of Buckets.take means

    /** The bucket has no token, nor will it have one in time. */
    public static boolean isRefused(long taken) {
        return taken < 0;
    }

    /** How long the request is to wait for its token; 0 = not at all. */
    public long waitNs(long taken) {
        return Math.max(0, taken - burstNs);
    }

    /** Tokens that are there now. */
    public long remaining(long taken) {
        return taken < 0 ? 0 : Math.max(0, burstNs - taken) / tokenNs;
    }

    /** Seconds until another token is there, rounded up; 0 = there is one. */
    public long secondsToNext(long taken) {
        final long debtNs = taken < 0 ? -taken : taken + tokenNs;
        return debtNs <= burstNs ? 0 : (debtNs - burstNs - 1) / SECOND_NS + 1;
    }
}
