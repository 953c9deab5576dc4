package weir.bench.storm;

import java.util.Map;
import org.HdrHistogram.Histogram;
import weir.bench.load.Problem;

/**
 * What came of some storms. Immutable, any thread; nobody changes the histograms any more.
 *
 * @param newcomers each one's first request, from the moment it began to connect, in nanoseconds
 * @param busy requests of the busy clients that were under way during a storm, in nanoseconds
 * @param answers of all, rests between the storms included
 * @param bodyBytes of these
 * @param wallNs from the first connection to the last answer
 */
public record StormResult(
        int stormCount,
        Histogram newcomers,
        Histogram busy,
        Map<Problem, Long> newcomerProblems,
        Map<Problem, Long> busyProblems,
        long answers,
        long bodyBytes,
        long wallNs) {}
