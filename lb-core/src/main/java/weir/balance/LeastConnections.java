package weir.balance;

/**
 * The backend with the fewest exchanges in flight for its weight. Those that are level take turns by weight, like those of nginx.
 *
 * <p>Thread: owning loop only. O(backends x loops).
 */
final class LeastConnections implements Picker {
    private final BackendSet backends;
    private final Turns turns;
    private final Loads loads;
    private final Loads.Row row;

    LeastConnections(PickerParts parts) {
        backends = parts.backends();
        turns = new Turns(backends, parts.start());
        loads = parts.loads();
        row = parts.row();
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
        return (double) loads.inFlight(index) / backends.weight(index);
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        preview.setScoreMeaning("in flight per weight, least wins; ties by turn");
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
