package weir.balance;

/**
 * Turns in proportion to the weights, as evenly spread as they can be: 5, 1, 1 gives no block of five. See
 * {@link EdfScheduler}.
 *
 * <p>Thread: owning loop only. O(log backends).
 */
final class WeightedRoundRobin implements Picker {
    private final EdfScheduler scheduler;

    WeightedRoundRobin(PickerParts parts) {
        scheduler = new EdfScheduler(parts.backends(), parts.start());
        parts.backends().onChange(scheduler::rebuild);
    }

    @Override
    public int pick(PickContext context) {
        return scheduler.pick(context);
    }

    @Override
    public void charge(int backend) {
        scheduler.charge(backend);
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        scheduler.preview(context, preview);
    }
}
