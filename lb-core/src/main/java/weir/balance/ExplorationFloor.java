package weir.balance;

/**
 * Keeps an algorithm that goes by latency from starving a backend: one pick in {@link #EVERY} goes to the backend whose
 * turn it is. So each usable backend gets at least its weight's share of one hundredth of each loop's requests, and
 * with it the chance to show that it is fast again.
 *
 * <p>Thread: owning loop only.
 */
final class ExplorationFloor {
    static final int EVERY = 100;

    private final EdfScheduler scheduler;
    private int left;

    ExplorationFloor(PickerParts parts) {
        scheduler = new EdfScheduler(parts.backends(), parts.start());
        left = EVERY - Math.floorMod(parts.start(), EVERY);
    }

    void rebuild() {
        scheduler.rebuild();
    }

    boolean isDue() {
        if (--left > 0) {
            return false;
        }
        left = EVERY;
        return true;
    }

    /** {@link #isDue} would be true. */
    boolean isNext() {
        return left <= 1;
    }

    void preview(PickContext context, Preview preview) {
        preview.setNote("one pick in " + EVERY + " goes to whose turn it is");
        preview.setWinner(scheduler.peek(context));
    }

    int pick(PickContext context) {
        return scheduler.pick(context);
    }
}
