package weir.proxy.http1;

import weir.balance.PickContext;
import weir.proxy.ExchangeEnd;
import weir.proxy.PoolView;
import weir.proxy.WaitingLine;
import weir.stats.Counter;

/**
 * An exchange's place in the line of a pool whose backends are all full. One per exchange, reused with it.
 *
 * <p>Meanwhile the client is read as far as its buffer goes, so its end is noticed and gives up the place at once; nothing else happens on the connection, so
 * its timer is free for the deadline. Thread: owning loop only.
 */
final class Place extends WaitingLine.Waiter {
    private final Exchange exchange;
    private boolean isFresh;

    Place(Exchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Waits. The exchange may go on, or be over, before this returns.
     *
     * @param lastEnd how the attempt before has ended, as does the exchange when the line is full; null = there was none
     * @param fresh on a new connection
     */
    void take(PoolView pool, PickContext tried, ExchangeEnd lastEnd, boolean fresh) {
        isFresh = fresh;
        exchange.note().onWait();
        exchange.client().setTimer(pool.pool().queue().timeoutMs());
        if (pool.line().join(this, tried, exchange.sticky(), lastEnd != null)) {
            exchange.view().loop().counters().add(Counter.QUEUED);
        } else {
            exchange.client().clearTimer();
            exchange.failWith(lastEnd == null || lastEnd == ExchangeEnd.NO_BACKEND ? ExchangeEnd.QUEUE_FULL : lastEnd);
        }
    }

    /** The exchange ends. Does nothing when it does not wait. */
    void leave(ExchangeEnd end) {
        if (isWaiting()) {
            leaveLine();
            exchange.client().clearTimer();
            exchange.note().onWaitOver();
            if (end == ExchangeEnd.CLIENT_GONE) {
                exchange.view().loop().counters().add(Counter.QUEUE_ABANDONED);
            }
        }
    }

    @Override
    protected void onRoom(int backend) {
        onOver();
        exchange.startAfterWait(backend, isFresh);
    }

    @Override
    protected void onNoBackend() {
        onOver();
        exchange.onNoBackend();
    }

    @Override
    protected void onPickerFault() {
        onOver();
        exchange.failWith(ExchangeEnd.PICKER_FAULT);
    }

    private void onOver() {
        exchange.client().clearTimer();
        exchange.note().onWaitOver();
    }

    @Override
    protected void onFault() {
        exchange.onWaitFault();
    }
}
