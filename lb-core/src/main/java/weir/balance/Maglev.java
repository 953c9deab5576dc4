package weir.balance;

import java.util.Arrays;

/**
 * Consistent hashing by a table in which all shares are equal, or as the weights are (Eisenbud et al., NSDI 2016).
 *
 * <p>The table has all backends, be they up or down. A key that meets one that cannot take it is hashed again. So when
 * a backend fails only its own keys move, to all others alike, and they come back with it; the paper's few further
 * moves come only when the pool itself changes. Thread: owning loop only. O(1) expected; 128 KiB per loop up to 655
 * backends, 1.3 MiB above.
 */
final class Maglev implements Picker {
    /** Primes; at least 100 entries per backend keep shares within 1 % of each other. */
    private static final int SIZE = 65_537;

    private static final int LARGE_SIZE = 655_373;
    private static final int ENTRIES_PER_BACKEND = 100;
    /** {@code Pool.BACKENDS_RANGE} ends at 10 000. */
    private static final char FREE = Character.MAX_VALUE;

    private static final int REHASHES_MAX = 32;

    private final BackendSet backends;
    private final BoundedLoad boundedLoad;
    private final char[] table;

    Maglev(PickerParts parts) {
        backends = parts.backends();
        assert backends.count() < FREE;
        boundedLoad = new BoundedLoad(parts);
        table = new char[backends.count() * ENTRIES_PER_BACKEND <= SIZE ? SIZE : LARGE_SIZE];
        TableRebuilder.follow(backends, this::build);
    }

    /**
     * The backends take entries in turns, each in the order of its own permutation; a light one misses turns.
     * Milliseconds.
     */
    private void build(double[] weights) {
        double heaviest = 0;
        for (double each : weights) {
            heaviest = Math.max(heaviest, each);
        }
        Arrays.fill(table, FREE);
        final int size = table.length;
        final int[] next = new int[weights.length];
        final int[] skips = new int[weights.length];
        final double[] claims = new double[weights.length];
        for (int i = 0; i < next.length; i++) {
            final long identity = backends.identity(i);
            next[i] = Hashing.below(size, Hashing.mix(identity, 1));
            skips[i] = 1 + Hashing.below(size - 1, Hashing.mix(identity, 2));
        }
        int filled = 0;
        while (filled < size && heaviest > 0) {
            for (int i = 0; i < next.length && filled < size; i++) {
                claims[i] += weights[i] / heaviest;
                if (claims[i] >= 1) {
                    claims[i]--;
                    takeEntry(i, next, skips[i]);
                    filled++;
                }
            }
        }
    }

    private void takeEntry(int backend, int[] next, int skip) {
        int at = next[backend];
        while (table[at] != FREE) {
            at = step(at, skip);
        }
        table[at] = (char) backend;
        next[backend] = step(at, skip);
    }

    private int step(int at, int skip) {
        final int sum = at + skip;
        return sum >= table.length ? sum - table.length : sum;
    }

    @Override
    public int pick(PickContext context) {
        if (backends.usableCount() == 0) {
            return NONE;
        }
        return owner(boundedLoad.begin(context), context);
    }

    private int owner(long first, PickContext context) {
        long key = first;
        for (int rehash = 0; rehash < REHASHES_MAX; rehash++) {
            final int owner = table[Hashing.below(table.length, key)];
            if (boundedLoad.admits(owner, context)) {
                return owner;
            }
            key = Hashing.mix(key);
        }
        return boundedLoad.any(Hashing.below(backends.count(), key), context);
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        if (backends.usableCount() == 0) {
            preview.setWinner(NONE);
            return;
        }
        final long first = boundedLoad.preview(context, preview);
        final KeyOrder order = new KeyOrder(preview);
        long key = first;
        for (int rehash = 0; rehash < REHASHES_MAX; rehash++) {
            order.add(table[Hashing.below(table.length, key)]);
            key = Hashing.mix(key);
        }
        preview.setWinner(owner(first, context));
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
