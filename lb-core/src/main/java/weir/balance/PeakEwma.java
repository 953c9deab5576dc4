package weir.balance;

/**
 * Draws two backends, with the weights as odds, and takes the one where this request can be expected to wait less: cost
 * x (in flight + 1) / weight. The cost is a moving average of the latency that follows a peak at once (Finagle).
 * Thread: owning loop only. O(loops).
 */
final class PeakEwma extends LatencyPicker {
    private final RandomSampler sampler;

    PeakEwma(PickerParts parts) {
        super(parts, "expected wait ns per weight, less of the two that are drawn wins");
        sampler = new RandomSampler(parts);
    }

    @Override
    void onChange() {
        sampler.rebuild();
        super.onChange();
    }

    @Override
    int choose(PickContext context) {
        final int first = sampler.one(context);
        final int other = first == NONE ? NONE : sampler.other(first, context);
        return better(first, other);
    }

    /** The first, where the other is no better or is missing. */
    private int better(int first, int other) {
        if (other == NONE) {
            return first;
        }
        final long nowNs = nowNs();
        final double firstWait = wait(first, nowNs) * backends.weight(other);
        final double otherWait = wait(other, nowNs) * backends.weight(first);
        return otherWait < firstWait ? other : first;
    }

    private double wait(int index, long nowNs) {
        return latencies.costNs(index, nowNs) * (loads.inFlight(index) + 1);
    }

    @Override
    double score(int index, long nowNs) {
        return wait(index, nowNs) / backends.weight(index);
    }

    @Override
    void previewChoice(PickContext context, Preview preview, long nowNs) {
        final long mark = sampler.mark();
        final int first = sampler.one(context);
        final int other = first == NONE ? NONE : sampler.other(first, context);
        sampler.reset(mark);
        sampler.preview(first, other, preview);
        preview.setWinner(better(first, other));
    }

    @Override
    void observe(int backend, long latencyNs, AttemptEnd end, long nowNs) {
        latencies.observePeak(backend, latencyNs, end, nowNs);
    }
}
