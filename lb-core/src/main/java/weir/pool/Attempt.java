package weir.pool;

import weir.balance.AttemptEnd;
import weir.balance.Picker;
import weir.model.ExchangeEnd;
import weir.stats.BackendTally;

/**
 * One try of an exchange on a backend, as the pool counts it and as its picker, its breaker and its
 * {@link OutcomeReporter} are notified of it: each start has exactly one end. The backend's permit, where there are
 * limits, goes back with it.
 *
 * <p>Thread: owning loop only.
 */
public final class Attempt {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int SERVER_ERROR = 500;
    /** These say something of the request: with them clients could make a backend look bad. */
    private static final int NOT_IMPLEMENTED = 501;

    private static final int VERSION_NOT_SUPPORTED = 505;

    /** Null when none is under way. */
    private PoolView pool;

    /** Of the start, so that it learns of the end, too: the pool may have another one by then. */
    private Picker picker;

    private int backend;
    private long startNs;
    private long responseNs;
    private int status;
    /** The backend has done what it was asked for, so that what follows says nothing more about it. */
    private boolean isReported;
    /** Null when there is none, or once it has been told the verdict. */
    private Breaker breaker;

    private int ticket;
    /** When the backend had the whole request; what it waits for its client is not its own time. */
    private long sentNs;

    private boolean isSent;
    /** What was asked for was a connection. */
    private boolean isTunnel;

    /** False where nothing was limited when it began. */
    private boolean hasPermit;

    public void start(PoolView on, int index, long nowNs) {
        assert pool == null : "an attempt has started within another";
        pool = on;
        backend = index;
        startNs = nowNs;
        status = 0;
        isSent = false;
        isTunnel = false;
        isReported = on.reporter() == null;
        hasPermit = on.admission().isLimited();
        picker = on.picker().onStart(index);
        breaker = on.breaker(index);
        ticket = breaker == null ? 0 : breaker.start();
    }

    /** The whole request has gone to the backend. */
    public void onSent(long nowNs) {
        if (pool != null) {
            isSent = true;
            sentNs = nowNs;
        }
    }

    /**
     * The head of the final response is there. For the breaker that is the verdict: a probe must not take as long as a
     * download.
     */
    public void onResponse(int withStatus, long nowNs) {
        if (pool == null) {
            return;
        }
        status = withStatus;
        responseNs = nowNs;
        if (withStatus == SWITCHING_PROTOCOLS && !isReported) {
            isReported = true; // a tunnel may last for days
            pool.reporter().onEnd(backend, ExchangeEnd.TUNNEL_CLOSED, withStatus, nowNs - startNs);
        }
        report(outcome(ExchangeEnd.SERVED), nowNs);
    }

    /**
     * There is a connection for bytes without meaning: that is all that will ever be known of the backend, however long
     * the connection lasts.
     */
    public void onConnected(long nowNs) {
        isTunnel = true;
        responseNs = nowNs;
        pool.picker().onConnected(picker, backend, nowNs - startNs);
        if (!isReported) {
            isReported = true;
            pool.reporter().onEnd(backend, ExchangeEnd.TUNNEL_CLOSED, SWITCHING_PROTOCOLS, nowNs - startNs);
        }
        isSent = true;
        sentNs = startNs;
        report(AttemptEnd.ANSWERED, nowNs);
    }

    /**
     * The exchange has no time left. When it was this backend that has had at least so much of it, and has not begun to
     * answer, it is judged as by its own time-out; else nothing is said against it.
     */
    public void endOutOfTime(long nowNs, long atLeastNs) {
        if (isSent && status == 0 && nowNs - startNs >= atLeastNs) {
            end(ExchangeEnd.RESPONSE_TIMEOUT, nowNs);
        }
    }

    /** Nothing that is worth counting was carried; else as {@link #end(ExchangeEnd, long, long, long)}. */
    public void end(ExchangeEnd end, long nowNs) {
        end(end, nowNs, 0, 0);
    }

    /**
     * Does nothing when no attempt is under way.
     *
     * @param requestBytes of content, as are {@code responseBytes}
     */
    public void end(ExchangeEnd end, long nowNs, long requestBytes, long responseBytes) {
        if (pool == null) {
            return;
        }
        final AttemptEnd outcome = outcome(end);
        report(outcome, nowNs);
        final PoolView on = pool;
        pool = null;
        final boolean isAnswered = status != 0 || isTunnel;
        final long latencyNs = (isAnswered ? responseNs : nowNs) - startNs;
        if (!isReported) {
            on.reporter().onEnd(backend, end, status, latencyNs);
        }
        on.picker().onEnd(picker, backend, latencyNs, outcome);
        if (hasPermit) {
            on.admission().give(backend);
        }
        final BackendTally tally = on.tally(backend);
        if (tally != null) {
            final boolean isFailure = end.blame() == ExchangeEnd.Blame.UPSTREAM;
            tally.end(
                    status,
                    isAnswered ? latencyNs : BackendTally.NO_RESPONSE,
                    isFailure ? end.ordinal() : BackendTally.NO_FAILURE,
                    requestBytes,
                    responseBytes);
        }
    }

    private void report(AttemptEnd outcome, long nowNs) {
        if (breaker != null) {
            final Breaker told = breaker;
            breaker = null;
            told.end(ticket, outcome, isSent ? nowNs - sentNs : 0, nowNs);
        }
    }

    private boolean isServerError() {
        return status >= SERVER_ERROR && status != NOT_IMPLEMENTED && status != VERSION_NOT_SUPPORTED;
    }

    /**
     * A connection that had closed before says nothing against its backend, nor does a response that was refused for
     * its content: another page may be fine. A client that goes says that it did not want to wait.
     */
    private AttemptEnd outcome(ExchangeEnd end) {
        final boolean isContent = end == ExchangeEnd.RESPONSE_MALFORMED;
        if (isTunnel || end == ExchangeEnd.STALE_CONNECTION) {
            return AttemptEnd.UNKNOWN;
        } else if (end.blame() == ExchangeEnd.Blame.UPSTREAM && !isContent || isServerError()) {
            return AttemptEnd.FAILED;
        } else if (status != 0) {
            return AttemptEnd.ANSWERED;
        }
        return end == ExchangeEnd.CLIENT_GONE ? AttemptEnd.ABANDONED : AttemptEnd.UNKNOWN;
    }
}
