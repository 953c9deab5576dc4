package weir.pool;

import weir.model.ExchangeEnd;
import weir.route.HashKey;

/**
 * What looks for a backend, see {@link BackendSelector}: an exchange, or a connection without meaning.
 *
 * <p>The search answers by these calls and by nothing else, as what it looks for may be there at once, or in a while:
 * any of them may be made before the call that began the search, or went on with it, returns. So whoever has called
 * {@link BackendSelector#seek}, {@link BackendSelector#seekAt}, {@link BackendSelector#triesAgain},
 * {@link BackendSelector#tryInstead} or {@link BackendSelector#onTimer} goes on with nothing that it knew before.
 * Thread: owning loop only.
 */
public interface SelectionListener {
    /**
     * An attempt on that backend is due.
     *
     * @param isFresh on a new connection
     */
    void onBackend(int backend, boolean isFresh);

    /** The search is over without one. */
    void onNoBackend(ExchangeEnd end);

    /** Another try is due: what was sent must be sent again. */
    void onRetry();

    /** All backends are full. The timer is set. */
    void onWait();

    /** One has room, or the search is over. The timer is cleared. */
    void onWaitOver();

    /** Its own, which it needs for nothing else while {@link #isPaused}; it goes to {@link #onTimer}. */
    void setTimer(int ms);

    void clearTimer();

    /** Its client was led to a backend of that pool, which still takes it. */
    boolean isBoundTo(PoolView pool);

    /** What the pick goes by. */
    long hash(HashKey key);

    /** A bug of ours, in one of these. */
    void onFault();
}
