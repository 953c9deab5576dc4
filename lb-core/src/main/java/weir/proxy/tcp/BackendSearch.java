package weir.proxy.tcp;

import weir.balance.GuardedPicker;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.net.EventLoop;
import weir.proxy.ExchangeEnd;
import weir.proxy.PoolView;
import weir.proxy.Retries;
import weir.proxy.Stickiness;
import weir.proxy.WaitingLine;
import weir.stats.Counter;

/**
 * A connection's way to a backend: picks, waits in line while all are full, and picks again when a backend cannot be reached. Nothing was sent before there is
 * a connection, so another try never does harm.
 *
 * <p>Borrowed from the listener until there is a connection or none can be had. Thread: owning loop only.
 */
final class BackendSearch extends WaitingLine.Waiter {
    /** Clients without HTTP stick by their address, which binds nobody to a backend that takes no new ones. */
    private static final PoolView.BoundClient UNBOUND = pool -> false;

    private final TcpListener listener;
    private final PickContext tried = new PickContext();
    private final Stickiness sticky;
    private final Retries retries;
    private TcpConnection connection;
    /** Called out of the line just now; it may have given this search back already. */
    private TcpConnection served;

    private PoolView pool;
    /** How the last attempt has ended; null before the first has. */
    private ExchangeEnd lastEnd;

    private boolean isBackingOff;
    private int retryCount;

    BackendSearch(TcpListener listener) {
        this.listener = listener;
        sticky = new Stickiness(loop().counters());
        retries = new Retries(loop().counters(), listener.view().random());
    }

    /** The connection may have its backend, or be over, before this returns. */
    void begin(TcpConnection forConnection) {
        connection = forConnection;
        lastEnd = null;
        isBackingOff = false;
        retryCount = 0;
        tried.reset();
        pool = listener.pool();
        while (pool.passesOn(tried, UNBOUND)) {
            pool = pool.fallback();
        }
        if (pool != listener.pool()) {
            loop().counters().add(Counter.FALLBACKS);
        }
        retries.begin(pool, loop().nowNs());
        if (pool.key() != null) {
            tried.setKey(TcpListener.hash(pool.key(), connection.clientAddress()));
        }
        sticky.begin(pool);
        if (sticky.key() != null) {
            sticky.onKey(TcpListener.hash(sticky.key(), connection.clientAddress()));
        }
        pick();
    }

    private void pick() {
        final int backend = pool.pick(tried, sticky, lastEnd != null);
        if (backend == PoolView.FULL) {
            await();
        } else if (backend == GuardedPicker.FAULT) {
            connection.end(ExchangeEnd.PICKER_FAULT);
        } else if (backend == Picker.NONE) {
            connection.end(endWithout());
        } else {
            connection.connect(backend);
        }
    }

    private ExchangeEnd endWithout() {
        return lastEnd == null ? pool.whyNoneIsUsable() : lastEnd;
    }

    private void await() {
        connection.onWait(pool.pool().queue().timeoutMs());
        if (pool.line().join(this, tried, sticky, lastEnd != null)) {
            loop().counters().add(Counter.QUEUED);
        } else {
            connection.onWaitOver();
            connection.end(lastEnd == null ? ExchangeEnd.QUEUE_FULL : lastEnd);
        }
    }

    /** The backend could not be reached. */
    void onFailed(int backend, ExchangeEnd end) {
        tried.addTried(backend);
        if (!retries.isOn(end) || !pool.hasUntried(tried) || !retries.take(loop().nowNs())) {
            connection.end(end);
            return;
        }
        loop().counters().add(Counter.RETRIES);
        pool.onRetry(backend);
        retryCount++;
        lastEnd = end;
        final int waitMs = retries.waitMs();
        if (waitMs == 0) {
            pick();
        } else {
            isBackingOff = true;
            connection.setTimer(waitMs);
        }
    }

    /** The connection's timer: the wait before another attempt is over, or that in the line took too long. */
    void onTimer() {
        if (isBackingOff) {
            isBackingOff = false;
            pick();
        } else {
            connection.end(ExchangeEnd.QUEUE_TIMEOUT);
        }
    }

    /** Further tries so far. */
    int retries() {
        return retryCount;
    }

    /** Where it searches. */
    PoolView pool() {
        return pool;
    }

    /** Gives up the place in the line, if there is one, and lets go of the connection. */
    void release() {
        leaveLine();
        connection = null;
        listener.giveSearch(this);
    }

    private EventLoop loop() {
        return listener.view().loop();
    }

    @Override
    protected void onRoom(int backend) {
        served = connection;
        served.onWaitOver();
        served.connect(backend);
    }

    @Override
    protected void onNoBackend() {
        served = connection;
        served.onWaitOver();
        served.end(endWithout());
    }

    @Override
    protected void onPickerFault() {
        served = connection;
        served.onWaitOver();
        served.end(ExchangeEnd.PICKER_FAULT);
    }

    @Override
    protected void onFault() {
        served.onFault();
    }
}
