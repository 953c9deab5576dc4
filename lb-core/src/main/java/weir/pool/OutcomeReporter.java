package weir.pool;

import java.util.Set;
import weir.model.ExchangeEnd;
import weir.model.Passive.Failure;
import weir.net.EventLoop;
import weir.snapshot.Outcome;
import weir.stats.Counter;
import weir.stats.OutcomeRing;
import weir.stats.Results;

/**
 * Reports to the probe loop what one loop learns about a pool's backends from real requests.
 *
 * <p>Each attempt is counted in cells that the probe loop reads when it wants to; a failure goes into a ring as well,
 * because it may have to be acted upon at once. So a success costs two plain stores. Thread: owning loop only.
 */
final class OutcomeReporter {
    private static final int SERVER_ERROR = 500;
    private static final int SERVER_ERROR_MAX = 599;

    private final EventLoop loop;
    private final int pool;
    private final Set<Failure> failures;
    private final boolean isServerErrorFailure;
    private final Results.Row results;
    private final OutcomeRing outcomes;
    private final Runnable onOutcome;

    /**
     * @param failures what counts as one, beside what the checks' own count goes by: {@link Failure#CONNECT}
     * @param onOutcome wakes the probe loop
     */
    OutcomeReporter(
            EventLoop loop,
            int pool,
            Set<Failure> failures,
            Results.Row results,
            OutcomeRing outcomes,
            Runnable onOutcome) {
        this.loop = loop;
        this.pool = pool;
        this.failures = failures;
        this.isServerErrorFailure = failures.contains(Failure.SERVER_ERROR);
        this.results = results;
        this.outcomes = outcomes;
        this.onOutcome = onOutcome;
    }

    /**
     * An attempt is over.
     *
     * @param status of the response's final head; 0 = there was none
     * @param latencyNs until that head
     */
    void onEnd(int backend, ExchangeEnd end, int status, long latencyNs) {
        final Failure failure = failure(end);
        if (failure != null) {
            fail(backend, failure);
        } else if (isServerErrorFailure && status >= SERVER_ERROR && status <= SERVER_ERROR_MAX) {
            fail(backend, Failure.SERVER_ERROR);
        } else if (status != 0) {
            results.succeed(backend, latencyNs);
        }
    }

    /**
     * Null for what is not the backend's doing: a connection that was closed while it was unused says nothing, nor does
     * a client.
     */
    private static Failure failure(ExchangeEnd end) {
        return switch (end) {
            case CONNECT_REFUSED, CONNECT_FAILED, CONNECT_TIMEOUT -> Failure.CONNECT;
            case RESPONSE_TIMEOUT, RESPONSE_STALLED -> Failure.TIMEOUT;
            case EMPTY_RESPONSE, RESPONSE_HEAD_CUT, RESPONSE_CUT -> Failure.RESET;
            case RESPONSE_MALFORMED -> Failure.MALFORMED;
            default -> null;
        };
    }

    private void fail(int backend, Failure failure) {
        if (failure != Failure.CONNECT && !failures.contains(failure)) {
            return;
        }
        final boolean afterSuccess = results.fail(backend);
        if (!outcomes.offer(Outcome.pack(failure, afterSuccess, pool, backend))) {
            loop.counters().add(Counter.QUEUE_OVERFLOWS); // the next failure brings the next piece of evidence
        }
        onOutcome.run();
    }
}
