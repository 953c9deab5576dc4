package weir.balance;

/**
 * Draws two backends, with the weights as odds, and takes the one with less in flight for its weight.
 *
 * <p>A tie goes to the first draw, so that with nothing in flight the shares are those of the weights. Thread: owning loop only. O(loops).
 */
final class TwoChoices implements Picker {
    private final BackendSet backends;
    private final Lots lots;
    private final Loads loads;
    private final Loads.Row row;

    TwoChoices(PickerParts parts) {
        backends = parts.backends();
        lots = new Lots(parts);
        loads = parts.loads();
        row = parts.row();
        backends.onChange(lots::rebuild);
    }

    @Override
    public int pick(PickContext context) {
        final int first = lots.one(context);
        final int other = first == NONE ? NONE : lots.other(first, context);
        if (other == NONE) {
            return first;
        }
        final double firstLoad = loads.inFlight(first) * backends.weight(other);
        final double otherLoad = loads.inFlight(other) * backends.weight(first);
        return otherLoad < firstLoad ? other : first;
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
