package weir.bench.storm;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import weir.bench.load.Histograms;
import weir.bench.load.Problem;

/** Clients of one kind, and what they have seen. Thread: that of the storms. */
final class Crowd {
    /** Whether what was asked at one time and answered at another counts. */
    interface Counts {
        boolean test(StormClient client, long askedNs, long nowNs);
    }

    private final Counts counts;
    private final Histogram latencies = Histograms.empty();
    private final Map<Problem, Long> problems = new EnumMap<>(Problem.class);
    private long answers;
    private long bodyBytes;
    private int openCount;
    private int unansweredCount;
    /** They do not try again without a pause. */
    private int unreachableCount;

    private boolean isLeaving;

    Crowd(Counts counts) {
        this.counts = counts;
    }

    /** More of them, of which none is answered yet. */
    void expect(int clients) {
        openCount += clients;
        unansweredCount += clients;
    }

    /** Nobody asks again. */
    void leave() {
        isLeaving = true;
    }

    void stay() {
        isLeaving = false;
    }

    /** Whether the client shall ask again. */
    boolean onAnswer(StormClient client, long bytes, long askedNs, long nowNs) {
        answers++;
        bodyBytes += bytes;
        if (counts.test(client, askedNs, nowNs)) {
            latencies.recordValue(nowNs - askedNs);
        }
        if (client.isNew()) {
            unansweredCount--;
        }
        return !isLeaving;
    }

    void onProblem(StormClient client, Problem problem) {
        problems.merge(problem, 1L, Long::sum);
        unreachableCount += problem == Problem.CONNECT ? 1 : 0;
        if (client.isNew()) {
            unansweredCount--;
        }
    }

    void onClosed() {
        openCount--;
    }

    /** How many of {@code wanted} are not there, and shall be. */
    int missing(int wanted) {
        return isLeaving ? 0 : wanted - openCount - unreachableCount;
    }

    /** Those who found nobody may try again. */
    void tryAgain() {
        unreachableCount = 0;
    }

    int openCount() {
        return openCount;
    }

    /** Of those that are there: how many wait for their first answer. */
    int unansweredCount() {
        return unansweredCount;
    }

    long answers() {
        return answers;
    }

    long bodyBytes() {
        return bodyBytes;
    }

    Histogram latencies() {
        return latencies;
    }

    Map<Problem, Long> problems() {
        return problems;
    }
}
