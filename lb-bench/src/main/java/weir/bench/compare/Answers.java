package weir.bench.compare;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import weir.bench.load.Histograms;
import weir.bench.load.LoadResult;

/**
 * What the clients of one round saw. Immutable, any thread; nobody changes the histogram any more.
 *
 * @param count answered requests, those of a warm-up of this load too, as the CPU time is also theirs; wrk counts bad
 *     statuses, too
 * @param perSecond the load generator's own figure
 * @param bytes read, by wrk with heads, by our own load without
 * @param errors by kind, those that occurred
 * @param latencies in nanoseconds; empty where wrk was the client
 * @param percentilesMs by percent, as wrk has told them where it was asked to; else empty
 * @param seconds answers in each full second of an open loop, in order
 */
record Answers(
        long count,
        double perSecond,
        long bytes,
        Map<String, Long> errors,
        Histogram latencies,
        Map<Double, Double> percentilesMs,
        List<Second> seconds) {
    static final Histogram NO_LATENCIES = Histograms.empty();

    /** Of an open loop. */
    record Second(long served, long errors) {}

    Answers {
        errors = Collections.unmodifiableMap(new TreeMap<>(errors));
        percentilesMs = Map.copyOf(percentilesMs);
        seconds = List.copyOf(seconds);
    }

    static Answers counted(long count, double perSecond, long bytes, Map<String, Long> errors) {
        return recorded(count, perSecond, bytes, errors, NO_LATENCIES);
    }

    static Answers recorded(long count, double perSecond, long bytes, Map<String, Long> errors, Histogram latencies) {
        return new Answers(count, perSecond, bytes, errors, latencies, Map.of(), List.of());
    }

    static Answers of(LoadResult result, List<Second> seconds) {
        final Map<String, Long> errors = new TreeMap<>();
        result.problems().forEach((problem, problems) -> errors.put(problem.word(), problems));
        return new Answers(
                result.latencies().getTotalCount() + result.warmUpAnswers(),
                result.servedPerSecond(),
                result.bodyBytes() + result.warmUpBytes(),
                errors,
                result.latencies(),
                Map.of(),
                seconds);
    }

    /** With some more of one kind. */
    Answers withErrors(String kind, long more) {
        if (more == 0) {
            return this;
        }
        final Map<String, Long> all = new TreeMap<>(errors);
        all.merge(kind, more, Long::sum);
        return new Answers(count, perSecond, bytes, all, latencies, percentilesMs, seconds);
    }

    Answers withPercentiles(Map<Double, Double> newPercentilesMs) {
        return new Answers(count, perSecond, bytes, errors, latencies, newPercentilesMs, seconds);
    }

    boolean hasLatencies() {
        return latencies.getTotalCount() > 0 || !percentilesMs.isEmpty();
    }

    /** A round with errors measures something else than the scenario. */
    boolean isClean() {
        return count > 0 && errorCount() == 0;
    }

    long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Of those that were recorded. */
    double errorsPerMillion() {
        final long served = latencies.getTotalCount() > 0 ? latencies.getTotalCount() : count;
        return 1e6 * errorCount() / Math.max(1, served + errorCount());
    }

    /** NaN where it is not known. */
    double percentileMs(double percent) {
        return latencies.getTotalCount() == 0
                ? percentilesMs.getOrDefault(percent, Double.NaN)
                : latencies.getValueAtPercentile(percent) / 1e6;
    }

    double slowestMs() {
        return percentileMs(100);
    }
}
