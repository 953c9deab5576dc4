package weir.balance;

/**
 * The backend with the fewest exchanges in flight for its weight. Among those that are level a lot decides, with the
 * weights as odds; see {@link Ties}.
 *
 * <p>It is a matter of taste whether the request that is to be placed counts. If not, all that are idle are level. If
 * it does, this is the shortest expected delay, where weights are speeds: then a heavy one is preferred even when all
 * are idle, and a light one gets nothing.
 *
 * <p>Thread: owning loop only. O(backends x loops).
 */
final class LeastConnections implements Picker {
    private final int own;
    private final String scoreMeaning;
    private final BackendSet backends;
    private final Ties ties;
    private final Loads loads;
    private final Loads.Row row;

    /** @param own what counts beside those in flight: 1 = the request itself, 0 = nothing */
    private LeastConnections(PickerParts parts, int own, String scoreMeaning) {
        this.own = own;
        this.scoreMeaning = scoreMeaning;
        backends = parts.backends();
        ties = new Ties(parts);
        loads = parts.loads();
        row = parts.row();
    }

    /** {@code least-connections}. */
    static LeastConnections inFlight(PickerParts parts) {
        return new LeastConnections(parts, 0, "in flight per weight, least wins; ties by lot");
    }

    /** {@code weighted-least-connections}. */
    static LeastConnections withOneMore(PickerParts parts) {
        return new LeastConnections(parts, 1, "in flight per weight with this request, least wins; ties by lot");
    }

    @Override
    public int pick(PickContext context) {
        compare(context);
        return ties.draw();
    }

    private void compare(PickContext context) {
        ties.clear();
        double leastLoad = Double.MAX_VALUE;
        for (int i = 0; i < backends.count(); i++) {
            if (!backends.isUsable(i) || context.wasTried(i)) {
                continue;
            }
            final double load = load(i); // exact where quotients are equal
            if (load < leastLoad) {
                leastLoad = load;
                ties.beginWith(i);
            } else if (load == leastLoad) {
                ties.add(i);
            }
        }
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
        compare(context);
        preview.setWinner(ties.peek());
    }

    @Override
    public void charge(int backend) {
        ties.charge(backend);
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
