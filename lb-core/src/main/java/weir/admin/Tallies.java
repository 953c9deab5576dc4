package weir.admin;

import java.util.List;
import weir.model.Backend;
import weir.model.Pool;
import weir.stats.BackendTally;
import weir.stats.BackendTotals;

/** Adds up what the loops have seen of each backend. Any thread. */
final class Tallies {
    /** Indexes of a pool and of one of its backends. */
    record Key(int pool, int backend) {}

    /** Who looks at all of them. */
    interface Visitor {
        void visit(Key key, Backend backend, BackendTotals totals);
    }

    private final RuntimeView runtime;

    Tallies(RuntimeView runtime) {
        this.runtime = runtime;
    }

    BackendTotals of(Key key) {
        final BackendTotals totals = new BackendTotals(runtime.failureWords().size());
        for (RuntimeView.Loop loop : runtime.loops()) {
            final BackendTally tally = loop.tally(key.pool(), key.backend());
            if (tally != null) {
                tally.addTo(totals);
            }
        }
        return totals;
    }

    /** All backends that are there, one at a time, because all together may be large. */
    void forEach(Visitor visitor) {
        final List<Pool> pools = runtime.snapshot().pools();
        for (int pool = 0; pool < pools.size(); pool++) {
            for (int backend = 0; backend < pools.get(pool).backends().size(); backend++) {
                final Backend there = pools.get(pool).backends().get(backend);
                if (!there.isVacant()) {
                    final Key key = new Key(pool, backend);
                    visitor.visit(key, there, of(key));
                }
            }
        }
    }
}
