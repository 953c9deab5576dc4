package weir.balance;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Highest random weight (Thaler and Ravishankar 1996): each backend has a score for each key, and the highest one takes
 * it.
 *
 * <p>With u a hash of key and backend in (0, 1) the score is weight / -ln(u) (Schindelhauer and Schomaker 2005), which
 * gives shares in proportion to the weights and moves no key between two backends that stay. No table. Thread: owning
 * loop only. O(backends): up to some 50 it is the best of the consistent ones, see docs/BENCHMARKS.md.
 */
final class Rendezvous implements Picker {
    /** From the upper 52 bits of a hash, and a half, to (0, 1): both are exact. */
    private static final double ULP = 0x1.0p-52;

    private final BackendSet backends;
    private final BoundedLoad boundedLoad;
    private boolean isEven;

    Rendezvous(PickerParts parts) {
        backends = parts.backends();
        boundedLoad = new BoundedLoad(parts);
        isEven = backends.isEven();
        backends.onChange(() -> isEven = backends.isEven());
    }

    @Override
    public int pick(PickContext context) {
        if (backends.usableCount() == 0) {
            return NONE;
        }
        return owner(boundedLoad.begin(context), context);
    }

    private int owner(long key, PickContext context) {
        final int best = isEven ? highestHash(key, context) : highestScore(key, context);
        return best == NONE ? boundedLoad.any(Hashing.below(backends.count(), key), context) : best;
    }

    /** The same choice as by score, without its cost: with equal weights, the score grows with the hash. */
    private int highestHash(long key, PickContext context) {
        int best = NONE;
        long highest = -1;
        for (int i = 0; i < backends.count(); i++) {
            final long hash = Hashing.mix(key ^ backends.identity(i)) >>> 12;
            if (hash > highest && boundedLoad.admits(i, context)) {
                highest = hash;
                best = i;
            }
        }
        return best;
    }

    /** From 0 to 1, both excluded. */
    private double u(long key, int index) {
        return ((Hashing.mix(key ^ backends.identity(index)) >>> 12) + 0.5) * ULP;
    }

    private int highestScore(long key, PickContext context) {
        int best = NONE;
        double highest = -1;
        for (int i = 0; i < backends.count(); i++) {
            final double u = u(key, i);
            // -ln(u) is at least 1 - u, so most backends need no logarithm to be out of it.
            if (backends.weight(i) > highest * (1 - u) && boundedLoad.admits(i, context)) {
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
    public void preview(PickContext context, Preview preview) {
        if (backends.usableCount() == 0) {
            preview.setWinner(NONE);
            return;
        }
        final long key = boundedLoad.preview(context, preview);
        final KeyOrder order = new KeyOrder(preview);
        IntStream.range(0, backends.count())
                .filter(index -> backends.weight(index) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> -backends.weight(index) / -Math.log(u(key, index))))
                .forEach(order::add);
        preview.setWinner(owner(key, context));
    }

    @Override
    public boolean wantsFeedback() {
        return boundedLoad.isBounded();
    }

    @Override
    public void onStart(int backend) {
        boundedLoad.onStart(backend);
    }

    @Override
    public void onEnd(int backend, long latencyNs, AttemptEnd end) {
        boundedLoad.onEnd(backend);
    }
}
