package weir.balance;

import java.util.Arrays;

/**
 * Consistent hashing on a ring, as in ketama: each backend has 160 points for each unit of weight, and a key belongs to
 * the first point that is not below it.
 *
 * <p>The ring has all backends, be they up or down; one that cannot take a request is stepped over. So when a backend
 * fails only its own keys move, and they come back with it. Thread: owning loop only. O(1), by an index of where each
 * stretch of the ring begins; 12 bytes per point and loop.
 */
final class RingHash implements Picker {
    private static final int POINTS_PER_WEIGHT = 160;
    /** Beyond it, points are fewer in proportion: some 25 MB per loop. */
    private static final int POINTS_MAX = 1 << 21;
    /** The lower bits of a point, which name its backend; {@code Pool.BACKENDS_RANGE} ends at 10 000. */
    private static final int OWNER_BITS = 14;

    private static final int OWNER_MASK = (1 << OWNER_BITS) - 1;
    /** Points that are looked at before the backends are gone through one by one. */
    private static final int STEPS_MAX = 1 << 12;

    private final BackendSet backends;
    private final BoundedLoad boundedLoad;
    /** In order; the sign bit is 0. */
    private long[] points;
    /** Index of the first point of each stretch. */
    private int[] stretches;

    private int shift;

    RingHash(PickerParts parts) {
        backends = parts.backends();
        assert backends.count() <= OWNER_MASK + 1;
        boundedLoad = new BoundedLoad(parts);
        TableRebuilder.follow(backends, this::build);
    }

    private void build(double[] weights) {
        double weight = 0;
        for (double each : weights) {
            weight += each;
        }
        final double perWeight = Math.min(POINTS_PER_WEIGHT, POINTS_MAX / Math.max(1, weight));
        int count = 0;
        for (double each : weights) {
            count += points(each, perWeight);
        }
        points = new long[count];
        int at = 0;
        for (int i = 0; i < weights.length; i++) {
            for (int replica = points(weights[i], perWeight); replica > 0; replica--) {
                points[at++] = Hashing.mix(backends.identity(i), replica) >>> 1 & ~OWNER_MASK | i;
            }
        }
        Arrays.sort(points);
        index();
    }

    private static int points(double weight, double perWeight) {
        return weight == 0 ? 0 : (int) Math.max(1, Math.round(weight * perWeight));
    }

    /** About one point in each stretch. */
    private void index() {
        final int bits = 32 - Integer.numberOfLeadingZeros(points.length);
        shift = 63 - bits;
        stretches = new int[1 << bits];
        int at = 0;
        for (int stretch = 0; stretch < stretches.length; stretch++) {
            while (at < points.length && points[at] >>> shift < stretch) {
                at++;
            }
            stretches[stretch] = at;
        }
    }

    @Override
    public int pick(PickContext context) {
        if (backends.usableCount() == 0) {
            return NONE;
        }
        return owner(boundedLoad.begin(context) >>> 1, context);
    }

    /** Of the first point that is not below the key. */
    private int at(long key) {
        int at = stretches[(int) (key >>> shift)];
        while (at < points.length && points[at] < key) {
            at++;
        }
        return at;
    }

    private int owner(long key, PickContext context) {
        int at = at(key);
        final int steps = Math.min(points.length, STEPS_MAX);
        for (int step = 0; step < steps; step++, at++) {
            if (at >= points.length) {
                at = 0;
            }
            final int owner = (int) points[at] & OWNER_MASK;
            if (boundedLoad.admits(owner, context)) {
                return owner;
            }
        }
        return boundedLoad.any(Hashing.below(backends.count(), key << 1), context);
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        if (backends.usableCount() == 0) {
            preview.setWinner(NONE);
            return;
        }
        final long key = boundedLoad.preview(context, preview) >>> 1;
        final KeyOrder order = new KeyOrder(preview);
        final int from = at(key);
        for (int step = 0; step < Math.min(points.length, STEPS_MAX); step++) {
            order.add((int) points[(from + step) % points.length] & OWNER_MASK);
        }
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
