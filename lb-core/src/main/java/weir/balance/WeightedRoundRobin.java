package weir.balance;

/**
 * Turns in proportion to the weights, as evenly spread as they can be: 5, 1, 1 gives no block of five. See
 * {@link TurnQueue}.
 *
 * <p>Thread: owning loop only. O(log backends).
 */
final class WeightedRoundRobin implements Picker {
    private final TurnQueue turns;

    WeightedRoundRobin(PickerParts parts) {
        turns = new TurnQueue(parts.backends(), parts.start());
        parts.backends().onChange(turns::rebuild);
    }

    @Override
    public int pick(PickContext context) {
        return turns.pick(context);
    }

    @Override
    public void charge(int backend) {
        turns.charge(backend);
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        turns.preview(context, preview);
    }
}
