package weir.proxy;

import weir.balance.AttemptEnd;
import weir.stats.BackendTally;

/**
 * One try of an exchange on a backend, as the pool counts it and as its picker and its {@link Experience} are told of it: each start has exactly one end.
 * The backend's permit, where there are limits, goes back with it.
 *
 * <p>Thread: owning loop only.
 */
public final class Attempt {
    private static final int SERVER_ERROR = 500;
    private static final int SWITCHING_PROTOCOLS = 101;

    /** Null when none is under way. */
    private PoolView pool;

    private int backend;
    private long startNs;
    private long responseNs;
    private int status;
    /** The backend has done what it was asked for, so that what follows says nothing more about it. */
    private boolean isLearnt;

    public void start(PoolView on, int index, long nowNs) {
        assert pool == null : "an attempt has started within another";
        pool = on;
        backend = index;
        startNs = nowNs;
        status = 0;
        isLearnt = on.experience() == null;
        on.onStart(index);
    }

    /** The head of the final response is there. */
    public void onResponse(int withStatus, long nowNs) {
        status = withStatus;
        responseNs = nowNs;
        if (pool != null && withStatus == SWITCHING_PROTOCOLS && !isLearnt) {
            isLearnt = true; // a tunnel may last for days
            pool.experience().onEnd(backend, ExchangeEnd.TUNNEL_CLOSED, withStatus, nowNs - startNs);
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
        final PoolView on = pool;
        pool = null;
        final long latencyNs = (status == 0 ? nowNs : responseNs) - startNs;
        if (!isLearnt) {
            on.experience().onEnd(backend, end, status, latencyNs);
        }
        on.onEnd(backend, latencyNs, shown(end));
        on.give(backend);
        final BackendTally tally = on.tally(backend);
        if (tally != null) {
            final boolean isFailure = end.blame() == ExchangeEnd.Blame.UPSTREAM;
            tally.end(
                    status,
                    status == 0 ? BackendTally.NO_RESPONSE : latencyNs,
                    isFailure ? end.ordinal() : BackendTally.NO_FAILURE,
                    requestBytes,
                    responseBytes);
        }
    }

    /** A connection that had closed before says nothing against its backend; a client that goes says that it did not want to wait. */
    private AttemptEnd shown(ExchangeEnd end) {
        if (end == ExchangeEnd.STALE_CONNECTION) {
            return AttemptEnd.UNKNOWN;
        } else if (end.blame() == ExchangeEnd.Blame.UPSTREAM || status >= SERVER_ERROR) {
            return AttemptEnd.FAILED;
        } else if (status != 0) {
            return AttemptEnd.ANSWERED;
        }
        return end == ExchangeEnd.CLIENT_GONE ? AttemptEnd.ABANDONED : AttemptEnd.UNKNOWN;
    }
}
