package weir.pool;

import weir.model.CheckTimes;
import weir.model.ExchangeEnd;
import weir.model.HealthCheck;
import weir.model.Pool;

/**
 * The reply to a client that a pool cannot serve: the user's own text, and when a retry makes sense. Thread:
 * owning loop only.
 */
public final class UnavailableReply {
    private static final int NO_RETRY_AFTER = 0;

    private final Pool pool;
    private final BackendAvailability availability;
    /** Null when the user has none. */
    private final CustomReply text;

    /** @param pool whatever of it changes while Weir runs has no part in this */
    UnavailableReply(Pool pool, BackendAvailability availability) {
        this.pool = pool;
        this.availability = availability;
        text = pool.fallback() == null || pool.fallback().response() == null
                ? null
                : new CustomReply(pool.fallback().response());
    }

    /**
     * What a request gets that ends so; null = what Weir says otherwise. The user's own text is for those that no
     * backend could take.
     */
    public CustomReply text(ExchangeEnd end) {
        return switch (end) {
            case NO_BACKEND, BREAKER_OPEN, QUEUE_FULL, QUEUE_TIMEOUT -> text;
            default -> null;
        };
    }

    /** When it is worth asking again after such an end, in seconds; 0 = nobody knows. */
    public int retryAfterSeconds(ExchangeEnd end) {
        return switch (end) {
            case BREAKER_OPEN -> availability.retryAfterSeconds();
            case QUEUE_FULL, QUEUE_TIMEOUT -> seconds(pool.queue().timeoutMs());
            case NO_BACKEND -> pool.health().type() == HealthCheck.Type.NONE ? NO_RETRY_AFTER : seconds(returnMs());
            default -> NO_RETRY_AFTER;
        };
    }

    /** How long the checks take at least to bring a backend back. */
    private long returnMs() {
        final CheckTimes times = pool.health().times();
        return times.downMs() + (long) times.fastMs() * (pool.health().rise() - 1);
    }

    private static int seconds(long ms) {
        return (int) Math.min(Integer.MAX_VALUE, (ms + 999) / 1_000);
    }
}
