package weir.balance;

/**
 * The first usable backend, in the order of the file, that is not full; so few backends as possible are busy.
 *
 * <p>What is full, the pool's limits say, see {@link Room}. Weights do not matter, but for 0. Thread: owning loop only. O(full backends).
 */
final class First implements Picker {
    private final BackendSet backends;

    First(PickerParts parts) {
        backends = parts.backends();
    }

    @Override
    public int pick(PickContext context) {
        return backends.nextUsable(0, context);
    }
}
