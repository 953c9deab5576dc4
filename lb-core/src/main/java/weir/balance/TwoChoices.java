package weir.balance;

/**
 * Draws two backends, with the weights as odds, and takes the one with less in flight for its weight.
 *
 * <p>A tie goes to the first draw, so that with nothing in flight the shares are those of the weights. Thread: owning
 * loop only. O(loops).
 */
final class TwoChoices implements Picker {
    private final BackendSet backends;
    private final RandomSampler sampler;
    private final Loads loads;
    private final Loads.Row row;

    TwoChoices(PickerParts parts) {
        backends = parts.backends();
        sampler = new RandomSampler(parts);
        loads = parts.loads();
        row = parts.row();
        backends.onChange(sampler::rebuild);
    }

    @Override
    public int pick(PickContext context) {
        final int first = sampler.one(context);
        final int other = first == NONE ? NONE : sampler.other(first, context);
        return better(first, other);
    }

    /** The first, where the other is no better or is missing. */
    private int better(int first, int other) {
        if (other == NONE) {
            return first;
        }
        final double firstLoad = loads.inFlight(first) * backends.weight(other);
        final double otherLoad = loads.inFlight(other) * backends.weight(first);
        return otherLoad < firstLoad ? other : first;
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        preview.setScoreMeaning("in flight per weight, less of the two that are drawn wins");
        for (int i = 0; i < backends.count(); i++) {
            if (backends.weight(i) > 0) {
                preview.setScore(i, loads.inFlight(i) / backends.weight(i));
            }
        }
        final long mark = sampler.mark();
        final int first = sampler.one(context);
        final int other = first == NONE ? NONE : sampler.other(first, context);
        sampler.reset(mark);
        sampler.preview(first, other, preview);
        preview.setWinner(better(first, other));
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
