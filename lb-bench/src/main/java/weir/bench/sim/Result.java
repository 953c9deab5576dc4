package weir.bench.sim;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import weir.balance.PickerFault;
import weir.config.AlgorithmText;
import weir.model.ExchangeEnd;

/**
 * What became of one algorithm's requests. Not to be changed once made.
 *
 * @param requests that were counted: those that arrived after the warm-up
 * @param latencies nanoseconds from arrival to the end, of requests that were served or that ran into the timeout; a
 *     quick failure is no quick answer
 * @param meanNs of the same, exact; NaN when there is none
 * @param maxNs likewise, exact; 0 when there is none
 * @param ends how many requests ended how, all but the served ones; an error of the backend itself is {@link #failed}
 * @param samples while requests arrive
 * @param failed requests that a backend has answered with an error
 * @param firstFault what an own algorithm has done wrong first; null = nothing
 * @param shares each backend's picks as a part of what its weight is due; NaN where nothing was due
 */
record Result(
        AlgorithmText algorithm,
        long requests,
        Histogram latencies,
        double meanNs,
        long maxNs,
        Map<ExchangeEnd, Long> ends,
        long failed,
        long retries,
        long picks,
        double[] shares,
        List<Sample> samples,
        PickerFault firstFault) {
    Result {
        ends = new EnumMap<>(ends);
        samples = List.copyOf(samples);
    }

    /** NaN when there is none. */
    double percentileNs(double percentile) {
        return latencies.getTotalCount() == 0
                ? Double.NaN
                : Math.min(
                        maxNs, latencies.getValueAtPercentile(percentile)); // the latter is the upper end of a bucket
    }

    long errors() {
        return failed + ends.values().stream().mapToLong(Long::longValue).sum();
    }

    double shareMin() {
        return due().min().orElse(Double.NaN);
    }

    double shareMax() {
        return due().max().orElse(Double.NaN);
    }

    /** Standard deviation of the shares, as a part of their mean. */
    double shareVariation() {
        final DoubleSummaryStatistics all = due().summaryStatistics();
        final double mean = all.getAverage();
        return Math.sqrt(due().map(share -> (share - mean) * (share - mean)).sum() / all.getCount()) / mean;
    }

    private DoubleStream due() {
        return Arrays.stream(shares).filter(share -> !Double.isNaN(share));
    }
}
