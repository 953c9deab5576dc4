package weir.balance;

/** A lot for each request, with the weights as odds. A backend that was charged gives lots of its own back. Thread: owning loop only. O(1). */
final class RandomDraw implements Picker {
    /** Lots in a row that are given back, so that a pick stays cheap where all are in debt. */
    private static final int RETURNS_MAX = 16;

    private final BackendSet backends;
    private final Lots lots;
    private final byte[] debts;

    RandomDraw(PickerParts parts) {
        backends = parts.backends();
        lots = new Lots(parts);
        debts = new byte[backends.count()];
        backends.onChange(lots::rebuild);
    }

    @Override
    public int pick(PickContext context) {
        int index = lots.one(context);
        for (int returns = 0; returns < RETURNS_MAX && index != NONE && debts[index] > 0; returns++) {
            debts[index]--;
            index = lots.one(context);
        }
        return index;
    }

    @Override
    public void charge(int backend) {
        if (debts[backend] < DEBT_MAX) {
            debts[backend]++;
        }
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        preview.setScoreMeaning("probability; the lot decides");
        double odds = 0;
        for (int i = 0; i < backends.count(); i++) {
            odds += backends.isCandidate(i, context) ? backends.weight(i) : 0;
        }
        for (int i = 0; i < backends.count(); i++) {
            if (backends.isCandidate(i, context)) {
                preview.setScore(i, backends.weight(i) / odds);
            }
        }
        final long mark = lots.mark();
        final byte[] debtsBefore = debts.clone();
        preview.setWinner(pick(context));
        System.arraycopy(debtsBefore, 0, debts, 0, debts.length);
        lots.reset(mark);
    }
}
