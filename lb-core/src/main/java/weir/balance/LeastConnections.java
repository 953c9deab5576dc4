package weir.balance;

/**
 * The backend with the fewest exchanges in flight for its weight. Those that are level take turns by weight, like those of nginx.
 *
 * <p>It is a matter of taste whether the request that is to be placed counts. If not, all that are idle are level. If it does, this is the shortest expected
 * delay, where weights are speeds: then a heavy one is preferred even when all are idle, and a light one gets nothing.
 *
 * <p>Thread: owning loop only. O(backends x loops).
 */
final class LeastConnections implements Picker {
    private final int own;
    private final String scoreMeaning;
    private final BackendSet backends;
    private final Turns turns;
    private final Loads loads;
    private final Loads.Row row;

    /** @param own what counts beside those in flight: 1 = the request itself, 0 = nothing */
    private LeastConnections(PickerParts parts, int own, String scoreMeaning) {
        this.own = own;
        this.scoreMeaning = scoreMeaning;
        backends = parts.backends();
        turns = new Turns(backends, parts.start());
        loads = parts.loads();
        row = parts.row();
    }

    /** {@code least-connections}. */
    static LeastConnections inFlight(PickerParts parts) {
        return new LeastConnections(parts, 0, "in flight per weight, least wins; ties by turn");
    }

    /** {@code weighted-least-connections}. */
    static LeastConnections withOneMore(PickerParts parts) {
        return new LeastConnections(parts, 1, "in flight per weight with this request, least wins; ties by turn");
    }

    @Override
    public int pick(PickContext context) {
        final int best = best(context);
        if (best != NONE) {
            turns.take(best);
        }
        return best;
    }

    private int best(PickContext context) {
        int best = NONE;
        double leastLoad = Double.MAX_VALUE;
        for (int i = 0; i < backends.count(); i++) {
            if (!backends.isUsable(i) || context.wasTried(i)) {
                continue;
            }
            final double load = load(i); // exact where quotients are equal
            if (load < leastLoad || load == leastLoad && turns.isSooner(i, best)) {
                best = i;
                leastLoad = load;
            }
        }
        return best;
    }

    private double load(int index) {
        return (double) (loads.inFlight(index) + own) / backends.weight(index);
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        preview.setScoreMeaning(scoreMeaning);
        for (int i = 0; i < backends.count(); i++) {
            if (backends.weight(i) > 0) {
                preview.setScore(i, load(i));
            }
        }
        preview.setWinner(best(context));
    }

    @Override
    public void charge(int backend) {
        turns.charge(backend);
    }

    @Override
    public boolean wantsFeedback() {
        return true;
    }

    @Override
    public void onStart(int backend) {
        row.start(backend);
    }

    @Override
    public void onEnd(int backend, long latencyNs, AttemptEnd end) {
        row.end(backend);
    }
}
