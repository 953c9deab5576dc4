package weir.bench.load;

import java.util.Map;
import org.HdrHistogram.Histogram;
import weir.bench.words.Durations;

/**
 * What came of a load, the warm-up left out. Immutable, any thread; nobody changes the histogram any more.
 *
 * @param latencies of responses with a status below 400, in nanoseconds, from the intended send time
 * @param servedInTime those of them that were complete before the planned end
 * @param problems with a count above 0, in order of kind
 * @param bodyBytes of the responses
 * @param connections opened, warm-up included
 * @param warmUpAnswers of any status; what a server spent in the warm-up, it spent for these
 * @param warmUpBytes of their bodies
 * @param waited requests that found all connections busy, warm-up included
 * @param latestSendNs the most the sender itself was late
 */
public record LoadResult(
        LoadPlan plan,
        Histogram latencies,
        long servedInTime,
        Map<Problem, Long> problems,
        long bodyBytes,
        long connections,
        long warmUpAnswers,
        long warmUpBytes,
        long waited,
        long latestSendNs) {
    public double servedPerSecond() {
        return servedInTime / ((double) plan.durationNs() / Durations.NS_PER_S);
    }

    public long problemCount() {
        return problems.values().stream().mapToLong(Long::longValue).sum();
    }
}
