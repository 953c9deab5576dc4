package weir.balance;

import java.util.function.LongSupplier;

/**
 * Draws two backends, with the weights as odds, and takes the one where this request can be expected to wait less: cost x (in flight + 1) / weight. The cost
 * is a moving average of the latency that follows a peak at once (Finagle).
 *
 * <p>In flight counts all loops, the cost is what this loop has seen, see {@link Latencies}; {@link Floor} starves nobody. Thread: owning loop only. O(loops).
 */
final class PeakEwma implements Picker {
    private final BackendSet backends;
    private final Lots lots;
    private final Loads loads;
    private final Loads.Row row;
    private final Latencies latencies;
    private final Floor floor;
    private final LongSupplier clock;

    PeakEwma(PickerParts parts) {
        backends = parts.backends();
        lots = new Lots(parts);
        loads = parts.loads();
        row = parts.row();
        latencies = new Latencies(backends);
        floor = new Floor(parts);
        clock = parts.nowNs();
        backends.onChange(this::onChange);
    }

    private void onChange() {
        lots.rebuild();
        latencies.onChange();
        floor.rebuild();
    }

    @Override
    public int pick(PickContext context) {
        if (floor.isDue()) {
            return floor.pick(context);
        }
        final int first = lots.one(context);
        final int other = first == NONE ? NONE : lots.other(first, context);
        return better(first, other);
    }

    /** The first, where the other is no better or is missing. */
    private int better(int first, int other) {
        if (other == NONE) {
            return first;
        }
        final long nowNs = clock.getAsLong();
        final double firstWait = wait(first, nowNs) * backends.weight(other);
        final double otherWait = wait(other, nowNs) * backends.weight(first);
        return otherWait < firstWait ? other : first;
    }

    private double wait(int index, long nowNs) {
        return latencies.costNs(index, nowNs) * (loads.inFlight(index) + 1);
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        final long nowNs = clock.getAsLong();
        preview.setScoreMeaning("expected wait ns per weight, less of the two that are drawn wins");
        for (int i = 0; i < backends.count(); i++) {
            if (backends.weight(i) > 0) {
                preview.setScore(i, wait(i, nowNs) / backends.weight(i));
            }
        }
        latencies.preview(preview, nowNs);
        if (floor.isNext()) {
            floor.preview(context, preview);
            return;
        }
        final long mark = lots.mark();
        final int first = lots.one(context);
        final int other = first == NONE ? NONE : lots.other(first, context);
        lots.reset(mark);
        lots.preview(first, other, preview);
        preview.setWinner(better(first, other));
    }

    @Override
    public void learnFrom(Picker before) {
        if (before instanceof PeakEwma other) {
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
        latencies.observePeak(backend, latencyNs, AttemptEnd.ANSWERED, clock.getAsLong());
    }

    @Override
    public void onEnd(int backend, long latencyNs, AttemptEnd end) {
        row.end(backend);
        if (latencies.isNews(backend, latencyNs, end, clock.getAsLong())) {
            latencies.observePeak(backend, latencyNs, end, clock.getAsLong());
        }
    }
}
