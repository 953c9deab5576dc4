package weir.model;

/**
 * What becomes of requests that the backend of first choice does not serve.
 *
 * @param retry which are sent again
 * @param queue how requests wait when all backends are full; without limited backends none does
 * @param fallback what becomes of those that no backend can take; null = 503
 * @param breaker when backends are left alone for a while; null = never
 */
public record Failover(RetryPolicy retry, QueueLimits queue, Fallback fallback, BreakerPolicy breaker) {
    Failover withQueue(QueueLimits queue) {
        return new Failover(retry, queue, fallback, breaker);
    }

    Failover withFallback(Fallback fallback) {
        return new Failover(retry, queue, fallback, breaker);
    }

    Failover withBreaker(BreakerPolicy breaker) {
        return new Failover(retry, queue, fallback, breaker);
    }
}
