package weir.bench.scenario;

import java.util.List;
import weir.config.AlgorithmText;

/**
 * What the slow-backend experiment does. Immutable, any thread.
 *
 * @param algorithms each with a Weir of its own
 * @param ratePerSecond of Poisson arrivals
 * @param fastDelay service time of two backends, as origin takes it
 * @param slowDelay of the third
 * @param concurrency requests each backend serves at the same time
 * @param seconds recorded per round and algorithm
 * @param warmUpSeconds of load before that, each time
 */
record SlowBackendPlan(
        List<AlgorithmText> algorithms,
        double ratePerSecond,
        String fastDelay,
        String slowDelay,
        int concurrency,
        int rounds,
        int seconds,
        int warmUpSeconds,
        long seed) {
    SlowBackendPlan {
        algorithms = List.copyOf(algorithms);
        atLeast("--rounds", rounds, 1);
        atLeast("--seconds", seconds, 1);
        atLeast("--warm-up", warmUpSeconds, 0);
        atLeast("--concurrency", concurrency, 1);
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("--algorithms: none");
        }
    }

    /** As they were asked for. */
    List<String> names() {
        return algorithms.stream().map(AlgorithmText::text).toList();
    }

    /** The share of its time that the slow backend is busy when it gets a third of the requests, 1 for all. */
    double slowLoad(double slowMeanNs) {
        return ratePerSecond / 3 * slowMeanNs / 1e9 / concurrency;
    }

    private static void atLeast(String option, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(option + ": " + value + ", must be at least " + min);
        }
    }
}
