package weir.bench.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.bench.words.Durations;

/** What docs/BALANCING.md promises of shares. */
class FairnessTest {
    /** 20 backends, 2000 requests per second: 100 n picks take one second on average. */
    private static final String SLOW_PHASE = " --backends 20 --arrivals poisson:2000 --service exp:4ms"
            + " --slow 3x10@30s..60s --duration 150s --seed 3";

    /** Picks within which each backend has at least one. */
    private static final int PERIOD = 100 * 20;

    @ParameterizedTest
    @ValueSource(strings = {"peak-ewma", "least-response-time"})
    void nobodyStarvesEvenWhileSlow(String algorithm) {
        final Result result = Runs.one("--algorithm " + algorithm + SLOW_PHASE + " --interval 2s");
        for (Sample sample : result.samples()) {
            final long promised = sample.picks() / PERIOD;
            final double least = sample.shareMin() * sample.picks() / 20;
            assertTrue(promised >= 1, "the sample is shorter than a period: " + sample);
            assertTrue(least > promised - 0.5, "fewer picks than " + promised + ": " + sample);
        }
    }

    /** Of the three that were slow, and of those that never were. */
    @ParameterizedTest
    @ValueSource(strings = {"peak-ewma", "least-response-time"})
    void eachHasAQuarterOfItsShareInAnyTenSecondsFromTwentySecondsAfterASlowPhase(String algorithm) {
        final Result result = Runs.one("--algorithm " + algorithm + SLOW_PHASE + " --interval 10s");
        int samples = 0;
        for (Sample sample : result.samples()) {
            if (Durations.seconds(sample.atNs()) > 60 + 20 + 9) {
                assertTrue(sample.shareMin() >= 0.25, sample.toString());
                samples++;
            }
        }
        assertEquals(7, samples);
    }

    /** Lots decide among them: 4,500 each, with a deviation of 1.5 %. */
    @Test
    void levelBackendsHaveEqualShares() {
        for (Result result : Runs.of("--algorithm least-connections,weighted-least-connections --backends 50"
                        + " --arrivals poisson:45 --service exp:1s --duration 5000s")
                .values()) {
            assertTrue(
                    result.shareMax() < 1.06 && result.shareMin() > 0.94,
                    result.algorithm().text() + " " + result.shareMin() + " " + result.shareMax());
        }
    }

    @Test
    void aSlowReplicaPoisonsTurnsMoreThanLoadsMoreThanLatencies() {
        final Map<String, Result> results = Runs.of("--algorithm round-robin,least-connections,peak-ewma"
                + " --backends 10 --arrivals poisson:500 --service exp:4ms --slow 1x100 --warm-up 30s --duration 330s"
                + " --seed 7");
        final Result turns = results.get("round-robin");
        final Result loads = results.get("least-connections");
        final Result latencies = results.get("peak-ewma");
        assertTrue(turns.percentileNs(95) > 1000 * loads.percentileNs(95), "p95 of turns");
        assertTrue(loads.percentileNs(99.9) > 5 * latencies.percentileNs(99.9), "p99.9 of loads");
        assertEquals(1, turns.shareMin(), 0.001);
        assertTrue(loads.shareMin() > 3 * latencies.shareMin(), "share of the slow one");
    }
}
