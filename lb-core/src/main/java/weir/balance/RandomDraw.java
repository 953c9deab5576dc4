package weir.balance;

/**
 * A lot for each request, with the weights as odds. A backend that was charged gives lots of its own back. Thread:
 * owning loop only. O(1).
 */
final class RandomDraw implements Picker {
    private final BackendSet backends;
    private final RandomSampler sampler;
    private final Debts debts;

    RandomDraw(PickerParts parts) {
        backends = parts.backends();
        sampler = new RandomSampler(parts);
        debts = new Debts(backends.count());
        backends.onChange(sampler::rebuild);
    }

    @Override
    public int pick(PickContext context) {
        int index = sampler.one(context);
        for (int returns = 0; returns < Debts.RETURNS_MAX && index != NONE && debts.takeBack(index); returns++) {
            index = sampler.one(context);
        }
        return index;
    }

    @Override
    public void charge(int backend) {
        debts.charge(backend);
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
        final long mark = sampler.mark();
        final byte[] debtsBefore = debts.mark();
        preview.setWinner(pick(context));
        debts.reset(debtsBefore);
        sampler.reset(mark);
    }
}
