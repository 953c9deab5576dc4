package weir.pool;

import weir.model.RetryPolicy.Budget;
import weir.stats.SlidingCounts;

/**
 * What the retries of one pool on one loop may cost, so that they cannot multiply an outage. A bucket of tokens:
 *
 * <pre>
 *   + ratio               with each request
 *   + perSecond / loops   with each second
 *   - 1                   with each retry; with less than one token there is none
 *   at most lasts x perSecond / loops + ratio x requests of the last {@link Budget#LASTS_MS}
 * </pre>
 *
 * <p>It begins with what time alone would fill in. Each loop has its share and knows nothing of the others': a loop
 * with more of the requests has more of what they earn, too. Thread: owning loop only; a request costs two additions
 * and a comparison.
 */
public final class RetryBudget {
    private static final int REQUEST = 0;
    private static final long LASTS_NS = Budget.LASTS_MS * 1_000_000L;
    /** What rounding may have taken off ten times a tenth. */
    private static final double ROUNDING = 1e-9;

    private final double ratio;
    private final double perNs;
    /** The part of the cap that time fills. Where time adds anything, a loop can save up for at least one retry. */
    private final double reserve;

    private final SlidingCounts requests;
    private double tokens;
    private long asOfNs;

    /** @param loops that share what time adds */
    public RetryBudget(Budget policy, int loops, long nowNs) {
        ratio = policy.ratio();
        perNs = policy.perSecond() / (loops * 1e9);
        reserve = policy.perSecond() == 0 ? 0 : Math.max(1, perNs * LASTS_NS);
        requests = new SlidingCounts(1, LASTS_NS, nowNs);
        tokens = reserve;
        asOfNs = nowNs;
    }

    /** A request has come; its first attempt is free. */
    public void onRequest(long nowNs) {
        requests.add(REQUEST, nowNs);
        tokens += ratio;
    }

    /** Pays for a retry; false when that would be too many. */
    public boolean take(long nowNs) {
        final double cap = reserve + ratio * requests.total(REQUEST, nowNs);
        tokens = Math.min(tokens + perNs * (nowNs - asOfNs), cap);
        asOfNs = nowNs;
        if (tokens < 1 - ROUNDING) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
