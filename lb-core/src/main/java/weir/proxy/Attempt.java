package weir.proxy;

import weir.balance.AttemptEnd;

/**
 * One try of an exchange on a backend, as the pool's picker and its {@link Experience} are told of it: each start has exactly one end. The backend's
 * permit, where there are limits, goes back with it.
 *
 * <p>Pools without limits where neither wants to know cost three comparisons. Thread: owning loop only.
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
        if (on.wantsFeedback() || on.experience() != null || on.line() != null) {
            pool = on;
            backend = index;
            startNs = nowNs;
            status = 0;
            isLearnt = on.experience() == null;
            if (on.wantsFeedback()) {
                on.picker().onStart(index);
            }
        }
    }

    /** The head of the final response is there. */
    public void onResponse(int withStatus, long nowNs) {
        if (pool != null) {
            status = withStatus;
            responseNs = nowNs;
            if (withStatus == SWITCHING_PROTOCOLS && !isLearnt) {
                isLearnt = true; // a tunnel may last for days
                pool.experience().onEnd(backend, ExchangeEnd.TUNNEL_CLOSED, withStatus, nowNs - startNs);
            }
        }
    }

    /** Does nothing when no attempt is under way. */
    public void end(ExchangeEnd end, long nowNs) {
        if (pool != null) {
            final PoolView on = pool;
            pool = null;
            final long latencyNs = (status == 0 ? nowNs : responseNs) - startNs;
            if (!isLearnt) {
                on.experience().onEnd(backend, end, status, latencyNs);
            }
            if (on.wantsFeedback()) {
                on.picker().onEnd(backend, latencyNs, shown(end));
            }
            on.give(backend);
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
