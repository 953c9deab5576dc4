package weir.balance;

import java.util.function.LongSupplier;

/**
 * The backend where average latency x (in flight + 1) / weight is least, as nginx's least_time. Among those that are level a lot decides, with the weights
 * as odds; see {@link Ties}.
 *
 * <p>Averages are compared in steps of an eighth, so that backends that are about as fast are level: else the one that is ahead by a hair would get
 * all requests. In flight counts all loops, the average is what this loop has seen, see {@link Latencies}; {@link Floor} starves nobody. Thread: owning loop
 * only. O(backends x loops).
 */
final class LeastResponseTime implements Picker {
    /** Of each new latency, as in nginx. */
    private static final double PART = 0.05;
    /** Leaves three bits behind the leading one. */
    private static final long STEPS = -1L << 49;

    private final BackendSet backends;
    private final Ties ties;
    private final Loads loads;
    private final Loads.Row row;
    private final Latencies latencies;
    private final Floor floor;
    private final LongSupplier clock;

    LeastResponseTime(PickerParts parts) {
        backends = parts.backends();
        ties = new Ties(parts);
        loads = parts.loads();
        row = parts.row();
        latencies = new Latencies(backends);
        floor = new Floor(parts);
        clock = parts.nowNs();
        backends.onChange(this::onChange);
    }

    private void onChange() {
        latencies.onChange();
        floor.rebuild();
    }

    @Override
    public int pick(PickContext context) {
        if (floor.isDue()) {
            return floor.pick(context);
        }
        compare(context, clock.getAsLong());
        return ties.draw();
    }

    private void compare(PickContext context, long nowNs) {
        ties.clear();
        double leastWait = Double.MAX_VALUE;
        for (int i = 0; i < backends.count(); i++) {
            if (!backends.isUsable(i) || context.wasTried(i)) {
                continue;
            }
            final double wait = wait(i, nowNs);
            if (wait < leastWait) {
                leastWait = wait;
                ties.beginWith(i);
            } else if (wait == leastWait) {
                ties.add(i);
            }
        }
    }

    private double wait(int index, long nowNs) {
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
    public void preview(PickContext context, Preview preview) {
        final long nowNs = clock.getAsLong();
        preview.setScoreMeaning("expected wait ns per weight, in steps of an eighth, least wins; ties by lot");
        for (int i = 0; i < backends.count(); i++) {
            if (backends.weight(i) > 0) {
                preview.setScore(i, wait(i, nowNs));
            }
        }
        latencies.preview(preview, nowNs);
        if (floor.isNext()) {
            floor.preview(context, preview);
        } else {
            compare(context, nowNs);
            preview.setWinner(ties.peek());
        }
    }

    @Override
    public void learnFrom(Picker before) {
        if (before instanceof LeastResponseTime other) {
            latencies.learnFrom(other.latencies);
        }
    }

    @Override
    public boolean wantsFeedback() {
        return true;
    }

    @Override
    public void onStart(int backend) {
        row.start(backend);
    }

    @Override
    public void onConnected(int backend, long latencyNs) {
        latencies.observeMean(backend, latencyNs, AttemptEnd.ANSWERED, PART, clock.getAsLong());
    }

    @Override
    public void onEnd(int backend, long latencyNs, AttemptEnd end) {
        row.end(backend);
        if (latencies.isNews(backend, latencyNs, end, clock.getAsLong())) {
            latencies.observeMean(backend, latencyNs, end, PART, clock.getAsLong());
        }
    }
}
