package weir.balance;

/**
 * Highest random weight (Thaler and Ravishankar 1996): each backend has a score for each key, and the highest one takes it.
 *
 * <p>With u a hash of key and backend in (0, 1) the score is weight / -ln(u) (Schindelhauer and Schomaker 2005), which gives shares in proportion to the
 * weights and moves no key between two backends that stay. No table. Thread: owning loop only. O(backends): up to some 50 it is the best of the
 * consistent ones, see docs/BENCHMARKS.md.
 */
final class Rendezvous implements Picker {
    /** From the upper 52 bits of a hash, and a half, to (0, 1): both are exact. */
    private static final double ULP = 0x1.0p-52;

    private final BackendSet backends;
    private final Admission admission;
    private boolean isEven;

    Rendezvous(PickerParts parts) {
        backends = parts.backends();
        admission = new Admission(parts);
        isEven = backends.isEven();
        backends.onChange(() -> isEven = backends.isEven());
    }

    @Override
    public int pick(PickContext context) {
        if (backends.usableCount() == 0) {
            return NONE;
        }
        final long key = admission.begin(context);
        final int best = isEven ? highestHash(key, context) : highestScore(key, context);
        return best == NONE ? admission.any(Mix.below(backends.count(), key), context) : best;
    }

    /** The same choice as by score, without its cost: with equal weights, the score grows with the hash. */
    private int highestHash(long key, PickContext context) {
        int best = NONE;
        long highest = -1;
        for (int i = 0; i < backends.count(); i++) {
            final long hash = Mix.of(key ^ backends.identity(i)) >>> 12;
            if (hash > highest && admission.admits(i, context)) {
                highest = hash;
                best = i;
            }
        }
        return best;
    }

    private int highestScore(long key, PickContext context) {
        int best = NONE;
        double highest = -1;
        for (int i = 0; i < backends.count(); i++) {
            final double u = ((Mix.of(key ^ backends.identity(i)) >>> 12) + 0.5) * ULP;
            // -ln(u) is at least 1 - u, so most backends need no logarithm to be out of it.
            if (backends.weight(i) > highest * (1 - u) && admission.admits(i, context)) {
                final double score = backends.weight(i) / -Math.log(u);
                if (score > highest) {
                    highest = score;
                    best = i;
                }
            }
        }
        return best;
    }

    @Override
    public boolean wantsFeedback() {
        return admission.isBounded();
    }

    @Override
    public void onStart(int backend) {
        admission.onStart(backend);
    }

    @Override
    public void onEnd(int backend, long latencyNs, AttemptEnd end) {
        admission.onEnd(backend);
    }
}
