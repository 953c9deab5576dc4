package weir.balance;

/**
 * Which backend may take a hashed request: a usable one that was not tried, and, where loads are bounded, one with less
 * than its share of what is in flight times the bound (Mirrokni, Thorup and Zadimoghaddam, arXiv 1608.01350).
 *
 * <p>Thread: owning loop only.
 */
final class BoundedLoad {
    /** What rounding may have added to a product that is a whole number. */
    private static final double ROUNDING = 1e-9;

    private final BackendSet backends;
    private final Loads loads;
    private final Loads.Row row;
    private final double boundedLoad;
    private final Xorshift random;
    private double slotsPerWeight;

    BoundedLoad(PickerParts parts) {
        backends = parts.backends();
        loads = parts.loads();
        row = parts.row();
        boundedLoad = parts.boundedLoad();
        random = new Xorshift(parts.seed());
    }

    boolean isBounded() {
        return boundedLoad > 0;
    }

    void onStart(int backend) {
        if (isBounded()) {
            row.start(backend);
        }
    }

    void onEnd(int backend) {
        if (isBounded()) {
            row.end(backend);
        }
    }

    /**
     * Before the first question about a request.
     *
     * @return what to look up: the request's key, or where it has none, a random one
     */
    long begin(PickContext context) {
        if (isBounded()) {
            slotsPerWeight = (loads.total() + 1) * boundedLoad / backends.usableWeight();
        }
        return context.key() == PickContext.NO_KEY ? random.next() : context.key();
    }

    /** As {@link #begin}, but the next random key stays the next one. Also says which backends are passed over. */
    long preview(PickContext context, Preview preview) {
        final long mark = random.mark();
        final long key = begin(context);
        random.reset(mark);
        preview.setScoreMeaning(KeyOrder.MEANING);
        if (context.key() == PickContext.NO_KEY) {
            preview.setNote(KeyOrder.NO_KEY_NOTE);
        }
        for (int i = 0; i < backends.count(); i++) {
            if (backends.isCandidate(i, context) && !admits(i, context)) {
                preview.exclude(i, Preview.OVER_BOUND);
            }
        }
        return key;
    }

    boolean admits(int index, PickContext context) {
        return backends.isUsable(index) && !context.wasTried(index) && (!isBounded() || hasRoom(index));
    }

    private boolean hasRoom(int index) {
        return loads.inFlight(index) < Math.ceil(slotsPerWeight * backends.weight(index) - ROUNDING);
    }

    /**
     * For a request that its table has led to nobody: the first from {@code from} on that is admitted, else the first
     * that is usable. There is always one with room, unless it was tried already, and then serving is better than
     * refusing.
     */
    int any(int from, PickContext context) {
        final int count = backends.count();
        for (int looked = 0, index = from; looked < count; looked++) {
            if (admits(index, context)) {
                return index;
            }
            index = index + 1 == count ? 0 : index + 1;
        }
        return backends.nextUsable(from, context);
    }
}
