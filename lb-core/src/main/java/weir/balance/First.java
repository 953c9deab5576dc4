package weir.balance;

/**
 * The first usable backend, in the order of the file, that is not full; so as few backends as possible are busy.
 *
 * <p>The pool's limits say what is full, see {@link Room}. Weights do not matter, but for 0. Thread: owning loop only.
 * O(full backends).
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

    @Override
    public void preview(PickContext context, Preview preview) {
        preview.setScoreMeaning("place in the file, the first with room wins");
        for (int i = 0; i < backends.count(); i++) {
            preview.setScore(i, i);
        }
        preview.setWinner(pick(context)); // which remembers nothing
    }
}
