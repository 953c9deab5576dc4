package weir.model;

/**
 * What a route has instead of what its listener and its pools say. Immutable, any thread.
 *
 * @param responseMs as {@link PoolTimeouts#responseMs}; {@link #UNSET} = that of the pool
 * @param bodyMs as {@link PoolTimeouts#bodyMs}; {@link #UNSET} = that of the pool
 * @param totalMs from the end of the request's head to that of the response (504); {@link #UNSET} = no limit
 * @param bodyBytesMax as {@link ListenerLimits#bodyBytesMax}, above or below it; {@link #UNSET} = that of the listener
 * @param retry null = that of the pool. The budget is the pool's in any case, and the one in here is not looked at
 */
public record RouteTerms(int responseMs, int bodyMs, int totalMs, long bodyBytesMax, RetryPolicy retry) {
    public static final int UNSET = -1;
    public static final Range TOTAL_RANGE = new Range("total", 1, 86_400_000);

    public static final RouteTerms NONE = new RouteTerms(UNSET, UNSET, UNSET, UNSET, null);

    public RouteTerms {
        check(PoolTimeouts.RESPONSE_RANGE, responseMs);
        check(PoolTimeouts.BODY_RANGE, bodyMs);
        check(TOTAL_RANGE, totalMs);
        check(ListenerLimits.BODY_RANGE, bodyBytesMax);
    }

    private static void check(Range range, long value) {
        if (value != UNSET) {
            range.check(value);
        }
    }

    public boolean isNone() {
        return equals(NONE);
    }

    public boolean limitsBody() {
        return bodyBytesMax != UNSET;
    }

    public RouteTerms withTimeouts(int responseMs, int bodyMs, int totalMs) {
        return new RouteTerms(responseMs, bodyMs, totalMs, bodyBytesMax, retry);
    }

    public RouteTerms withBodyBytesMax(long bytes) {
        return new RouteTerms(responseMs, bodyMs, totalMs, bytes, retry);
    }

    public RouteTerms withRetry(RetryPolicy policy) {
        return new RouteTerms(responseMs, bodyMs, totalMs, bodyBytesMax, policy);
    }
}
