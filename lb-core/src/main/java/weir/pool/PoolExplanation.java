package weir.pool;

import java.util.ArrayList;
import java.util.List;
import weir.balance.Loads;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.Preview;
import weir.model.Pool;
import weir.snapshot.Explanation;
import weir.snapshot.Explanation.Candidate;

/**
 * Puts a picker's preview beside what the loop knows of each backend.
 */
record PoolExplanation(String loop, Pool pool, Tiers tiers, BackendAvailability availability, Loads loads) {
    Explanation of(Picker picker, PickContext context) {
        final int count = pool.backends().size();
        final Preview preview = new Preview(count);
        picker.preview(context, preview);
        final List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (pool.backends().get(i).isVacant()) {
                continue;
            }
            candidates.add(new Candidate(
                    pool.backends().get(i).id(),
                    tiers.of(i).weight(i),
                    loads.inFlight(i),
                    preview.latencyNs(i),
                    preview.score(i),
                    exclusion(i, context, preview)));
        }
        return new Explanation(
                loop,
                pool.name(),
                pool.algorithm().word(),
                pool.balance().key() == null ? null : pool.balance().key().toString(),
                context.key() != PickContext.NO_KEY,
                preview.scoreMeaning(),
                preview.note(),
                candidates,
                preview.winner() < 0
                        ? null
                        : pool.backends().get(preview.winner()).id(),
                null);
    }

    private String exclusion(int index, PickContext context, Preview preview) {
        if (!tiers.of(index).isUp(index)) {
            return availability.takesNew(index) ? Candidate.BREAKER_OPEN : availability.word(index);
        } else if (tiers.of(index).weight(index) == 0) {
            return Candidate.NO_WEIGHT;
        } else if (context.isAmongTried(index)) {
            return Candidate.TRIED;
        } else if (context.isFull(index)) {
            return Candidate.FULL;
        }
        return preview.exclusion(index);
    }
}
