package weir.proxy.http1;

import weir.balance.PickContext;
import weir.proxy.ExchangeEnd;
import weir.proxy.OwnText;
import weir.proxy.PoolView;
import weir.stats.Counter;
import weir.stats.Counters;

/**
 * Which pool takes an exchange: that of its route, or while that cannot take a request, the one that stands in for it, and so on. And what the client gets when
 * none can.
 *
 * <p>Decided once, before anything is rewritten for a pool's backends: a request that one of them was tried with stays there. One per exchange, reused. Thread:
 * owning loop only.
 */
final class PoolChoice {
    private final Counters counters;
    private final AccessNote note;
    private boolean isFallback;

    PoolChoice(Counters counters, AccessNote note) {
        this.counters = counters;
        this.note = note;
    }

    /** The last one even if it cannot either. */
    PoolView choose(PoolView ofRoute, PickContext context, PoolView.BoundClient client) {
        isFallback = false;
        PoolView pool = ofRoute;
        while (pool.passesOn(context, client)) {
            noteFallback();
            pool = pool.fallback();
        }
        note.onPool(pool);
        return pool;
    }

    /** What the user wants said instead when the exchange ends so; null = nothing. */
    OwnText textFor(PoolView pool, ExchangeEnd end) {
        final OwnText text = pool.fallbackText(end);
        if (text != null) {
            noteFallback();
        }
        return text;
    }

    private void noteFallback() {
        if (!isFallback) {
            isFallback = true;
            counters.add(Counter.FALLBACKS);
            note.onFallback();
        }
    }
}
