package weir.balance;

/**
 * Who is level with the best, in one look at all backends, and a lot among those, with the weights as odds.
 *
 * <p>By lot and not by turn: a slow backend is among the level ones less often than the others, so the longest wait
 * since the last turn would nearly always be its own, and it would win each tie that it comes to. One that was charged
 * for sticky clients gives lots of its own back. Thread: owning loop only. O(level ones); no random number where there
 * is no tie.
 */
final class Ties {
    private final BackendSet backends;
    private final Xorshift random;
    private final Debts debts;
    private final int[] level;
    private int count;
    private double weight;

    Ties(PickerParts parts) {
        backends = parts.backends();
        random = new Xorshift(parts.seed());
        debts = new Debts(backends.count());
        level = new int[backends.count()];
    }

    void clear() {
        count = 0;
        weight = 0;
    }

    /** Better than those before it. */
    void beginWith(int index) {
        clear();
        add(index);
    }

    /** Level with those before it. */
    void add(int index) {
        level[count++] = index;
        weight += backends.weight(index);
    }

    /** @return {@link Picker#NONE} when there is nobody */
    int draw() {
        if (count == 0) {
            return Picker.NONE;
        } else if (count == 1) {
            return level[0];
        }
        int index = lot();
        for (int returns = 0; returns < Debts.RETURNS_MAX && debts.takeBack(index); returns++) {
            index = lot();
        }
        return index;
    }

    private int lot() {
        double left = (random.next() >>> 11) * 0x1p-53 * weight;
        for (int i = 0; i < count - 1; i++) {
            left -= backends.weight(level[i]);
            if (left < 0) {
                return level[i];
            }
        }
        return level[count - 1];
    }

    /** What {@link #draw} would say now. Off the path of requests. */
    int peek() {
        final long mark = random.mark();
        final byte[] debtsBefore = debts.mark();
        final int index = draw();
        debts.reset(debtsBefore);
        random.reset(mark);
        return index;
    }

    void charge(int backend) {
        debts.charge(backend);
    }
}
