package weir.pool;

import weir.model.ExchangeEnd;
import weir.model.RetryPolicy;

/**
 * What a pool allows by way of retries, as one loop applies it: the rules, and its share of the budget. One per pool
 * and loop.
 *
 * <p>Thread: owning loop only.
 */
final class RetryTerms {
    private final RetryPolicy policy;
    /** Null = without limit. */
    private final RetryBudget budget;
    /** Indexed by the last two digits; null when there are none, or no attempts for them. */
    private final boolean[] statuses;

    /** @param loops which share the budget */
    RetryTerms(RetryPolicy policy, int loops, long nowNs) {
        this.policy = policy;
        budget = policy.attempts() == 0 || policy.budget().equals(RetryPolicy.Budget.NONE)
                ? null
                : new RetryBudget(policy.budget(), loops, nowNs);
        statuses = statuses(policy);
    }

    private static boolean[] statuses(RetryPolicy policy) {
        if (policy.attempts() == 0 || policy.statuses().isEmpty()) {
            return null;
        }
        final boolean[] statuses = new boolean[100];
        policy.statuses().forEach(status -> statuses[status % 100] = true);
        return statuses;
    }

    /** A request has come for the pool: the budget is a share of these. */
    void onRequest(long nowNs) {
        if (budget != null) {
            budget.onRequest(nowNs);
        }
    }

    boolean isOn(ExchangeEnd end) {
        return end.retryOn() != null && policy.isOn(end.retryOn());
    }

    /** Asked for each response: a comparison where no status is worth a retry. */
    boolean isOn(int status) {
        return statuses != null && RetryPolicy.STATUS_RANGE.has(status) && statuses[status % 100];
    }

    int attempts() {
        return policy.attempts();
    }

    int backoffMs() {
        return policy.backoffMs();
    }

    /** True when the budget has one retry left, which is taken from it. */
    boolean pay(long nowNs) {
        return budget == null || budget.take(nowNs);
    }
}
