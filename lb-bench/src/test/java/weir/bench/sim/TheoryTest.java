package weir.bench.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.balance.Algorithm;
import weir.bench.words.Durations;
import weir.config.AlgorithmText;

/**
 * The simulator reproduces what queueing theory knows, with a mean service time of 1 s. Seeds are fixed, so a run
 * either always passes or never.
 */
class TheoryTest {
    private static final String NO_TIMEOUT = " --response-timeout 24h";

    @ParameterizedTest
    @CsvSource({"1, 0.5", "1, 0.8", "2, 0.8", "10, 0.9"})
    void oneBackendIsAnMmcQueue(int workers, double load) {
        final Result result = Runs.one("--algorithm random --backends 1 --service exp:1s --workers " + workers
                + " --arrivals poisson:" + load * workers + " --warm-up 2000s --duration "
                + (long) (1_500_000 / workers / load) + "s" + NO_TIMEOUT);
        expects(erlangSojourn(workers, load), result, 0.02);
    }

    /** Mean sojourn in units of the service time: Erlang's C formula, with B by its recursion. */
    private static double erlangSojourn(int workers, double load) {
        double blocked = 1;
        for (int i = 1; i <= workers; i++) {
            blocked = load * workers * blocked / (i + load * workers * blocked);
        }
        final double waits = blocked / (1 - load * (1 - blocked));
        return 1 + waits / (workers * (1 - load));
    }

    /** An M/D/1 queue waits half as long as an M/M/1 queue (Pollaczek and Khinchine). */
    @Test
    void constantServiceHalvesTheWait() {
        final Result result = Runs.one("--algorithm random --backends 1 --service constant:1s --arrivals poisson:0.8"
                + " --warm-up 2000s --duration 1000000s" + NO_TIMEOUT);
        expects(1 + 0.8 / (2 * (1 - 0.8)), result, 0.02);
    }

    /**
     * Vvedenskaya et al. 1996 and Mitzenmacher 1996, for infinitely many backends; the more load, the more of them it
     * takes to come near.
     */
    @ParameterizedTest
    @CsvSource({"0.7, 1000, 1.614, 1000", "0.9, 1000, 2.614, 1500", "0.99, 4000, 5.432, 1000"})
    void twoChoicesIsTheSupermarketModel(double load, int backends, double sojourn, int seconds) {
        final Result result = Runs.one("--algorithm two-choices --service exp:1s --backends " + backends
                + " --arrivals poisson:" + load * backends + " --warm-up 300s --duration " + seconds + "s"
                + NO_TIMEOUT);
        expects(sojourn, result, 0.03);
    }

    @Test
    void knowingMoreShortensTheWait() {
        final Map<String, Result> results =
                Runs.of("--algorithm random,round-robin,two-choices,least-connections --backends 100 --service exp:1s"
                        + " --arrivals poisson:90 --warm-up 500s --duration 5500s" + NO_TIMEOUT);
        double longer = Double.MAX_VALUE;
        for (String algorithm : List.of("random", "round-robin", "two-choices", "least-connections")) {
            final double mean = results.get(algorithm).meanNs();
            assertTrue(mean < 0.8 * longer, algorithm + ": " + mean + " ns, the one before " + longer);
            longer = mean;
        }
    }

    private static void expects(double sojournS, Result result, double tolerance) {
        assertEquals(sojournS, result.meanNs() / Durations.NS_PER_S, tolerance * sojournS);
    }

    /** Percent of trials, within three standard deviations. */
    @ParameterizedTest
    @CsvSource({
        "RANDOM, 256, 1000, 4, 43",
        "RANDOM, 256, 1000, 5, 45",
        "RANDOM, 256, 1000, 6, 9.5",
        "TWO_CHOICES, 256, 1000, 2, 12",
        "TWO_CHOICES, 256, 1000, 3, 88",
        "TWO_CHOICES, 4096, 300, 3, 98"
    })
    void fillsBinsAsTheoryHasIt(Algorithm algorithm, int bins, int trials, int fullest, double percent) {
        final Map<Integer, Integer> counts =
                new Balls(new AlgorithmText(algorithm.word(), algorithm), bins, bins).fullest(trials, 1);
        final double deviation = 100 * Math.sqrt(percent / 100 * (1 - percent / 100) / trials);
        assertEquals(percent, 100.0 * counts.getOrDefault(fullest, 0) / trials, 3 * deviation, counts.toString());
    }

    @ParameterizedTest
    @CsvSource({"RANDOM, 4096, 5, 9", "RANDOM, 65536, 7, 9", "TWO_CHOICES, 65536, 3, 4"})
    void theFullestBinIsWithin(Algorithm algorithm, int bins, int min, int max) {
        for (int fullest : new Balls(new AlgorithmText(algorithm.word(), algorithm), bins, bins)
                .fullest(20, 2)
                .keySet()) {
            assertTrue(fullest >= min && fullest <= max, "fullest bin: " + fullest);
        }
    }
}
