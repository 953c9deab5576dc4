package weir.bench.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import weir.balance.PickerFault;
import weir.config.AlgorithmText;
import weir.model.ExchangeEnd;

/** Keeps count of what happens after the warm-up, and of samples over all the time. Thread: the simulation's. */
final class Recorder {
    private static final int DIGITS = 3;

    private final long warmUpNs;
    private final Histogram latencies = new Histogram(DIGITS);
    private final long[] ends = new long[ExchangeEnd.values().length];
    private final List<Sample> samples = new ArrayList<>();
    private final Shares shares;
    private final Shares intervalShares;
    private double latencySumNs;
    private long latencyMaxNs;
    private long requests;
    private long failed;
    private long retries;
    private PickerFault firstFault;

    Recorder(Plan plan) {
        warmUpNs = plan.warmUpNs();
        shares = new Shares(plan.weights());
        intervalShares = new Shares(plan.weights());
    }

    void onPick(Request request) {
        intervalShares.add(request.backend);
        if (isCounted(request)) {
            shares.add(request.backend);
        }
    }

    void onRetry(Request request) {
        if (isCounted(request)) {
            retries++;
        }
    }

    /** Of an own algorithm. Those of the warm-up count, too: they are no matter of chance. */
    void onFault(PickerFault fault) {
        firstFault = firstFault == null ? fault : firstFault;
    }

    /** @param isFailed served, but with an error of the backend */
    void onEnd(Request request, ExchangeEnd end, boolean isFailed, long nowNs) {
        if (!isCounted(request)) {
            return;
        }
        requests++;
        if (isFailed) {
            failed++;
            return;
        }
        if (end != ExchangeEnd.SERVED) {
            ends[end.ordinal()]++;
        }
        if (end == ExchangeEnd.SERVED || end == ExchangeEnd.RESPONSE_TIMEOUT) {
            onLatency(nowNs - request.arrivalNs);
        }
    }

    private void onLatency(long latencyNs) {
        latencies.recordValue(latencyNs);
        latencySumNs += latencyNs;
        latencyMaxNs = Math.max(latencyMaxNs, latencyNs);
    }

    private boolean isCounted(Request request) {
        return request.arrivalNs >= warmUpNs;
    }

    void sample(long nowNs, int inFlight, Station[] stations, int usable) {
        int longest = 0;
        for (Station station : stations) {
            longest = Math.max(longest, station.length());
        }
        final DoubleSummaryStatistics picked = Arrays.stream(intervalShares.ofDue())
                .filter(share -> !Double.isNaN(share))
                .summaryStatistics();
        final boolean hasPicks = intervalShares.total() > 0;
        samples.add(new Sample(
                nowNs,
                inFlight,
                longest,
                usable,
                intervalShares.total(),
                hasPicks ? picked.getMin() : Double.NaN,
                hasPicks ? picked.getMax() : Double.NaN));
        intervalShares.clear();
    }

    Result result(AlgorithmText algorithm) {
        final Map<ExchangeEnd, Long> counts = new EnumMap<>(ExchangeEnd.class);
        for (ExchangeEnd end : ExchangeEnd.values()) {
            if (ends[end.ordinal()] > 0) {
                counts.put(end, ends[end.ordinal()]);
            }
        }
        final long timed = latencies.getTotalCount();
        return new Result(
                algorithm,
                requests,
                latencies,
                timed == 0 ? Double.NaN : latencySumNs / timed,
                latencyMaxNs,
                counts,
                failed,
                retries,
                shares.total(),
                shares.ofDue(),
                samples,
                firstFault);
    }
}
