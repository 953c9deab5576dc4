package weir.balance;

/**
 * The backend where average latency x (in flight + 1) / weight is least, as nginx's least_time. Among those that are
 * level a lot decides, with the weights as odds; see {@link Ties}.
 *
 * <p>Averages are compared in steps of an eighth, so that backends that are about as fast are level: else the one that
 * is ahead by a hair would get all requests. Thread: owning loop only. O(backends x loops).
 */
final class LeastResponseTime extends LatencyPicker {
    /** Of each new latency, as in nginx. */
    private static final double PART = 0.05;
    /** Leaves three bits behind the leading one. */
    private static final long STEPS = -1L << 49;

    private final Ties ties;

    LeastResponseTime(PickerParts parts) {
        super(parts, "expected wait ns per weight, in steps of an eighth, least wins; ties by lot");
        ties = new Ties(parts);
    }

    @Override
    int choose(PickContext context) {
        compare(context, nowNs());
        return ties.draw();
    }

    private void compare(PickContext context, long nowNs) {
        ties.clear();
        double leastWait = Double.MAX_VALUE;
        for (int i = 0; i < backends.count(); i++) {
            if (!backends.isUsable(i) || context.wasTried(i)) {
                continue;
            }
            final double wait = score(i, nowNs);
            if (wait < leastWait) {
                leastWait = wait;
                ties.beginWith(i);
            } else if (wait == leastWait) {
                ties.add(i);
            }
        }
    }

    @Override
    double score(int index, long nowNs) {
        return inSteps(latencies.costNs(index, nowNs)) * (loads.inFlight(index) + 1) / backends.weight(index);
    }

    private static double inSteps(double cost) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(cost) & STEPS);
    }

    @Override
    public void charge(int backend) {
        ties.charge(backend);
    }

    @Override
    void previewChoice(PickContext context, Preview preview, long nowNs) {
        compare(context, nowNs);
        preview.setWinner(ties.peek());
    }

    @Override
    void observe(int backend, long latencyNs, AttemptEnd end, long nowNs) {
        latencies.observeMean(backend, latencyNs, end, PART, nowNs);
    }
}
