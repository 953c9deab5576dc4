package weir.pool;

import weir.model.ExchangeEnd;
import weir.model.RetryPolicy;

/** When there is another attempt, as a pool or a route says it; not what that may cost. Immutable, any thread. */
public final class RetryRules {
    private final RetryPolicy policy;
    /** Indexed by the last two digits; null when there are none, or no attempts for them. */
    private final boolean[] statuses;

    public RetryRules(RetryPolicy policy) {
        this.policy = policy;
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
}
