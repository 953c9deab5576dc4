package weir.model;

import java.util.Set;

/**
 * When a request may go to another backend. Never after a byte of a response was sent to the client.
 *
 * @param attempts further backends tried after the first, 0..16
 * @param on what is worth another try
 * @param statuses responses that are worth another try instead, 500..599
 * @param budget what retries may add to the load
 * @param backoffMs unit of the random wait before the second and later retries; 0 = none
 */
public record RetryPolicy(int attempts, Set<Condition> on, Set<Integer> statuses, Budget budget, int backoffMs) {
    /** What went wrong with an attempt. The word is the one of the file. */
    public enum Condition {
        /** The connection could not be established; nothing was sent, so any request may be retried. */
        CONNECT_FAILURE("connect-failure"),
        /**
         * A kept-alive connection turned out to be closed; only for requests that may be repeated (RFC 9110 §9.2.2).
         */
        STALE_CONNECTION("stale-connection"),
        /** A new connection ended without a byte of a response; only for requests that may be repeated. */
        EMPTY_RESPONSE("empty-response"),
        /** Not a byte of a response came in time; only for requests that may be repeated. */
        TIMEOUT("timeout");

        private final String word;

        Condition(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * What retries may add to the load: a share of the requests, and a few that are always allowed, so that a quiet
     * pool can retry at all.
     *
     * @param ratio retries per request, 0..1
     * @param perSecond of all loops together
     */
    public record Budget(double ratio, int perSecond) {
        /** How long an allowance that is not used lasts. */
        public static final int LASTS_MS = 10_000;

        public static final Range PER_SECOND_RANGE = new Range("per-second", 0, 1_000_000);
        public static final Budget DEFAULTS = new Budget(0.2, 10);
        /** Retries are not limited, but for the attempts of each request. */
        public static final Budget NONE = new Budget(1, (int) PER_SECOND_RANGE.max());

        public Budget {
            if (!(ratio >= 0 && ratio <= 1)) {
                throw new IllegalArgumentException("ratio: " + ratio + ", must be 0..1");
            }
            PER_SECOND_RANGE.check(perSecond);
        }
    }

    public static final Range ATTEMPTS_RANGE = new Range("attempts", 0, 16);
    public static final Range STATUS_RANGE = new Range("on", 500, 599);
    public static final Range BACKOFF_RANGE = new Range("backoff", 0, 10_000);

    /** Items of the list: conditions and statuses. */
    public static final Range ON_RANGE = new Range("on", 0, Condition.values().length + 100);

    public static final int ATTEMPTS = 2;
    public static final int BACKOFF_MS = 25;

    /**
     * No condition under which a backend may have worked on the request longer than an instant: those are for the user
     * to allow.
     */
    public static final RetryPolicy DEFAULTS = new RetryPolicy(
            ATTEMPTS, Set.of(Condition.CONNECT_FAILURE, Condition.STALE_CONNECTION, Condition.EMPTY_RESPONSE));

    public RetryPolicy {
        ATTEMPTS_RANGE.check(attempts);
        BACKOFF_RANGE.check(backoffMs);
        on = Given.set("retry.on", on);
        statuses = Given.set("retry.on", statuses);
        statuses.forEach(STATUS_RANGE::check);
        Given.one("retry.budget", budget);
    }

    /** On no status, with the default budget and backoff. */
    public RetryPolicy(int attempts, Set<Condition> on) {
        this(attempts, on, Set.of(), Budget.DEFAULTS, BACKOFF_MS);
    }

    public RetryPolicy withStatuses(Set<Integer> statuses) {
        return new RetryPolicy(attempts, on, statuses, budget, backoffMs);
    }

    public RetryPolicy withBudget(Budget budget) {
        return new RetryPolicy(attempts, on, statuses, budget, backoffMs);
    }

    public RetryPolicy withBackoffMs(int backoffMs) {
        return new RetryPolicy(attempts, on, statuses, budget, backoffMs);
    }

    public boolean isOn(Condition condition) {
        return on.contains(condition);
    }
}
