package weir.pool;

import weir.model.RetryPolicy;

/**
 * What a pool allows by way of retries, as one loop applies it: the rules, and its share of the budget. One per pool
 * and loop.
 *
 * <p>Thread: owning loop only.
 */
final class RetryTerms {
    private final RetryRules rules;
    /** Null = without limit. */
    private final RetryBudget budget;

    /**
     * @param isForRoutes a route of some listener has rules of its own, which spend of this budget
     * @param loops which share the budget
     */
    RetryTerms(RetryPolicy policy, boolean isForRoutes, int loops, long nowNs) {
        rules = new RetryRules(policy);
        budget = policy.attempts() == 0 && !isForRoutes || policy.budget().equals(RetryPolicy.Budget.NONE)
                ? null
                : new RetryBudget(policy.budget(), loops, nowNs);
    }

    RetryRules rules() {
        return rules;
    }

    /** A request has come for the pool: the budget is a share of these. */
    void onRequest(long nowNs) {
        if (budget != null) {
            budget.onRequest(nowNs);
        }
    }

    /** True when the budget has one retry left, which is taken from it. */
    boolean pay(long nowNs) {
        return budget == null || budget.take(nowNs);
    }
}
