package weir.model;

import java.util.Set;

/**
 * When a request may go to another backend. Never after a byte of a response has come.
 *
 * @param attempts further backends tried after the first, 0..16
 * @param on what is worth another try
 */
public record RetryPolicy(int attempts, Set<Condition> on) {
    /** What went wrong with an attempt. The word is the one of the file. */
    public enum Condition {
        /** The connection could not be established; nothing was sent, so any request may be retried. */
        CONNECT_FAILURE("connect-failure"),
        /** A kept-alive connection turned out to be closed; only for requests that may be repeated (RFC 9110 §9.2.2). */
        STALE_CONNECTION("stale-connection"),
        /** A new connection ended without a byte of a response; only for requests that may be repeated. */
        EMPTY_RESPONSE("empty-response");

        private final String word;

        Condition(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public static final Range ATTEMPTS_RANGE = new Range("attempts", 0, 16);

    public static final Range ON_RANGE = new Range("on", 0, Condition.values().length);

    public static final RetryPolicy DEFAULTS = new RetryPolicy(2, Set.of(Condition.values()));

    public RetryPolicy {
        ATTEMPTS_RANGE.check(attempts);
        on = Set.copyOf(on);
    }

    public boolean isOn(Condition condition) {
        return on.contains(condition);
    }
}
