package weir.balance;

/**
 * Each usable backend in turn.
 *
 * <p>The cursor moves past the chosen backend, not by one, so the neighbour of a backend that is down does not get its
 * share on top of its own twice in a row. When weights differ, or backends were charged, the turns are those of
 * {@link WeightedRoundRobin}. Thread: owning loop only. O(backends) when most are down.
 */
final class RoundRobin implements Picker {
    private final BackendSet backends;
    private final EdfScheduler scheduler;
    private boolean isEven;
    /** Somebody was charged: the cursor knows no debts, the queue does. */
    private boolean isCharged;

    private int cursor;

    RoundRobin(PickerParts parts) {
        this(parts.backends(), parts.start());
    }

    /** @param start where this loop begins; loops begin apart so that many of them do not hit the same backend first */
    RoundRobin(BackendSet backends, int start) {
        this.backends = backends;
        this.scheduler = new EdfScheduler(backends, start);
        this.cursor = backends.count() == 0 ? 0 : Math.floorMod(start, backends.count());
        this.isEven = backends.isEven();
        backends.onChange(this::onChange);
    }

    private void onChange() {
        isEven = backends.isEven();
        scheduler.rebuild();
    }

    @Override
    public int pick(PickContext context) {
        if (!isEven || isCharged) {
            return scheduler.pick(context);
        }
        final int count = backends.count();
        for (int looked = 0; looked < count; looked++) {
            final int index = cursor;
            cursor = index + 1 == count ? 0 : index + 1; // bounded, so it cannot wrap negative
            if (backends.isUsable(index) && !context.wasTried(index)) {
                return index;
            }
        }
        return NONE;
    }

    @Override
    public void charge(int backend) {
        isCharged = true;
        scheduler.charge(backend);
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        if (!isEven || isCharged) {
            scheduler.preview(context, preview);
            return;
        }
        preview.setScoreMeaning("turns to wait, least wins");
        preview.setWinner(backends.nextUsable(cursor, context));
        int turnsBefore = 0;
        for (int looked = 0, index = cursor; looked < backends.count(); looked++) {
            if (backends.isCandidate(index, context)) {
                preview.setScore(index, turnsBefore++);
            }
            index = index + 1 == backends.count() ? 0 : index + 1;
        }
    }
}
