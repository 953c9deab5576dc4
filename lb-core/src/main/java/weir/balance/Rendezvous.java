package weir.balance;

/**
 * Highest random weight (Thaler and Ravishankar 1996): each backend has a score for each key, and the highest one takes it.
 *
 * <p>With u a hash of key and backend in (0, 1) the score is weight / -ln(u) (Schindelhauer and Schomaker 2005), which gives shares in proportion to the
 * weights and moves no key between two backends that stay. No table. Thread: owning loop only. O(backends): up to some 50 it is the best of the
 * consistent ones, see docs/BENCHMARKS.md.
 */
final class Rendezvous implements Picker {
    /** 2^-53: from the upper bits of a hash to [0, 1). */
    private static final double ULP = 0x1.0p-53;

    private final BackendSet backends;
    private final Admission admission;

    Rendezvous(PickerParts parts) {
        backends = parts.backends();
        admission = new Admission(parts);
    }

    @Override
    public int pick(PickContext context) {
        if (backends.usableCount() == 0) {
            return NONE;
        }
        final long key = admission.begin(context);
        int best = NONE;
        double highest = -1;
        for (int i = 0; i < backends.count(); i++) {
            final double rest = 1 - ((Mix.of(key ^ backends.identity(i)) >>> 11) + 0.5) * ULP;
            // -ln(1 - rest) is at least rest, so most backends need no logarithm to be out of it.
            if (backends.weight(i) > highest * rest && admission.admits(i, context)) {
                final double score = backends.weight(i) / -Math.log1p(-rest);
                if (score > highest) {
                    highest = score;
                    best = i;
                }
            }
        }
        return best == NONE ? admission.any(Mix.below(backends.count(), key), context) : best;
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
