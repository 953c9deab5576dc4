package weir.balance;

/**
 * What keeps an algorithm that goes by latency from starving anyone: one pick in {@link #EVERY} goes to whose turn it
 * is. So each usable backend gets at least its weight's share of one hundredth of each loop's requests, and with it the
 * chance to show that it is fast again.
 *
 * <p>Thread: owning loop only.
 */
final class Floor {
    static final int EVERY = 100;

    private final TurnQueue turns;
    private int left;

    Floor(PickerParts parts) {
        turns = new TurnQueue(parts.backends(), parts.start());
        left = EVERY - Math.floorMod(parts.start(), EVERY);
    }

    void rebuild() {
        turns.rebuild();
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
        preview.setWinner(turns.peek(context));
    }

    int pick(PickContext context) {
        return turns.pick(context);
    }
}
