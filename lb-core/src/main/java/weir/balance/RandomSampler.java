package weir.balance;

/** Draws backends that were not tried, and other than one drawn before. Thread: owning loop only. */
final class RandomSampler {
    /**
     * Draws in a row without a new backend, after which the next in order is taken: a bound where almost all weight is
     * on one backend.
     */
    private static final int DRAWS_MAX = 16;

    private final BackendSet backends;
    private final WeightedDraw draw;
    private final Xorshift random;

    RandomSampler(PickerParts parts) {
        backends = parts.backends();
        draw = new WeightedDraw(backends, false);
        random = new Xorshift(parts.seed());
    }

    /** As {@link Xorshift#mark}. */
    long mark() {
        return random.mark();
    }

    void reset(long mark) {
        random.reset(mark);
    }

    void rebuild() {
        draw.rebuild();
    }

    /** @return {@link Picker#NONE} when all were tried or are full, or none is usable */
    int one(PickContext context) {
        final int first = draw.draw(random.next());
        return first == Picker.NONE ? first : untried(first, context);
    }

    private int untried(int first, PickContext context) {
        int index = first;
        for (int draws = 1; draws < DRAWS_MAX; draws++) {
            if (!context.wasTried(index)) {
                return index;
            }
            index = draw.draw(random.next());
        }
        return backends.nextUsable(index, context);
    }

    /** Says which two are drawn: all others are out of it. */
    void preview(int first, int other, Preview preview) {
        for (int i = 0; i < backends.count(); i++) {
            if (backends.isUsable(i) && i != first && i != other) {
                preview.exclude(i, Preview.NOT_DRAWN);
            }
        }
    }

    /** @return {@link Picker#NONE} when there is no other */
    int other(int than, PickContext context) {
        if (backends.usableCount() < 2) {
            return Picker.NONE;
        }
        for (int draws = 0; draws < DRAWS_MAX; draws++) {
            final int index = draw.draw(random.next());
            if (index != than && !context.wasTried(index)) {
                return index;
            }
        }
        final int next = backends.nextUsable(than + 1, context);
        return next == than ? Picker.NONE : next;
    }
}
