package weir.pool;

import java.util.SplittableRandom;
import weir.model.ExchangeEnd;
import weir.stats.Counter;
import weir.stats.Counters;

/**
 * The retry rule, as far as it is about the pool: whether a failed attempt may be followed by another, and when.
 * Whether the request can be sent again at all is for its protocol to say.
 *
 * <p>A stale connection says nothing against its backend and costs no attempt, but only once per exchange; the next try
 * then goes to the same backend on a new connection, because others of the pool may be as stale. It costs nothing of
 * the budget either: no work was done, so it says nothing of load.
 *
 * <p>The first retry goes at once, because it goes to another backend. Before the {@code n}-th the exchange waits for a
 * random part ("full jitter") of {@code backoff x (2^(n-1) - 1)}, at most {@link #BACKOFFS_MAX} times the backoff.
 *
 * <p>One per exchange, reused. Thread: owning loop only.
 */
public final class Retries {
    /** Longest wait in units of the backoff. */
    private static final int BACKOFFS_MAX = 10;

    private final Counters counters;
    private final SplittableRandom random;
    /** Of the pool, which pays. */
    private RetryTerms terms;
    /** Of the route, if it has its own, else of the pool. */
    private RetryRules rules;

    private int taken;
    private boolean forgaveStale;
    private boolean isForgiven;

    /** @param random the loop's, so that exchanges which fail together do not wait for the same time */
    public Retries(Counters counters, SplittableRandom random) {
        this.counters = counters;
        this.random = random;
    }

    /**
     * A request has come for this pool.
     *
     * @param route null = the pool's rules hold
     */
    public void begin(PoolView pool, RouteRules route, long nowNs) {
        terms = pool.retryTerms();
        rules = route == null ? terms.rules() : route.retry(terms.rules());
        terms.onRequest(nowNs);
        taken = 0;
        forgaveStale = false;
        isForgiven = false;
    }

    /** The way in which an attempt ended is worth another. */
    public boolean isOn(ExchangeEnd end) {
        return rules.isOn(end);
    }

    /**
     * The response with that status is worth another attempt instead. Asked for each response: a comparison where no
     * status is.
     */
    public boolean isOn(int status) {
        return rules.isOn(status);
    }

    /** After a stale connection, once. Costs nothing. */
    public boolean forgive(ExchangeEnd end) {
        isForgiven = end == ExchangeEnd.STALE_CONNECTION && !forgaveStale;
        forgaveStale |= isForgiven;
        return isForgiven;
    }

    /** True when there may be another attempt, which is then paid for. */
    public boolean take(long nowNs) {
        if (taken == rules.attempts()) {
            return false;
        }
        if (!terms.pay(nowNs)) {
            counters.add(Counter.RETRIES_OVER_BUDGET);
            return false;
        }
        taken++;
        isForgiven = false;
        return true;
    }

    /** The next try is due to a stale connection alone: on the same backend, on a new connection. */
    public boolean isForgiven() {
        return isForgiven;
    }

    /** How long to wait before the attempt that was taken last. Random, so ask once. */
    public int waitMs() {
        if (taken < 2 || isForgiven) {
            return 0;
        }
        final int backoffs = Math.min((1 << taken - 1) - 1, BACKOFFS_MAX);
        return random.nextInt(backoffs * rules.backoffMs() + 1);
    }
}
