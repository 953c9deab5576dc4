package weir.proxy;

import weir.balance.AttemptEnd;
import weir.balance.Picker;

/**
 * One try of an exchange on a backend, as the pool's picker is told of it: each start has exactly one end.
 *
 * <p>Pools whose picker does not want to know cost a comparison. Thread: owning loop only.
 */
public final class Attempt {
    private static final int SERVER_ERROR = 500;

    /** Null when none is under way. */
    private PoolView pool;

    private int backend;
    private long startNs;
    private long responseNs;
    private int status;

    public void start(PoolView on, int index, long nowNs) {
        assert pool == null : "an attempt has started within another";
        if (on.wantsFeedback()) {
            pool = on;
            backend = index;
            startNs = nowNs;
            status = 0;
            on.picker().onStart(index);
        }
    }

    /** The head of the final response is there. */
    public void onResponse(int withStatus, long nowNs) {
        if (pool != null) {
            status = withStatus;
            responseNs = nowNs;
        }
    }

    /** Does nothing when no attempt is under way. */
    public void end(ExchangeEnd end, long nowNs) {
        if (pool != null) {
            final Picker picker = pool.picker();
            pool = null;
            picker.onEnd(backend, (status == 0 ? nowNs : responseNs) - startNs, shown(end));
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
