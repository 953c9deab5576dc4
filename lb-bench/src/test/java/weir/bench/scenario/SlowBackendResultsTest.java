package weir.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import weir.bench.report.Fingerprint;
import weir.config.AlgorithmText;

class SlowBackendResultsTest {
    private static final SlowBackendPlan PLAN = new SlowBackendPlan(
            List.of(AlgorithmText.parse("round-robin", "")), 360, "exp:5ms", "exp:50ms", 10, 3, 15, 3, 1);

    /** A stall of the machine in one round, which the median leaves out and the file does not. */
    @Test
    void tellsTheMedianOfTheRounds() {
        final SlowBackendResults results = new SlowBackendResults(
                PLAN, new Fingerprint(Map.of()), List.of(round(1, 5), round(2, 5_000), round(3, 7)));
        assertEquals(7, results.medianMs("round-robin", 99), 0.01);
        assertTrue(results.text().contains("7.0"), results.text());
        assertTrue(results.csv().contains("\n2,round-robin,1,0,5003.8"), results.csv());
    }

    @Test
    void addsUpWhatTheBackendsCounted() {
        final SlowBackendResults results =
                new SlowBackendResults(PLAN, new Fingerprint(Map.of()), List.of(round(1, 5), round(2, 5)));
        assertEquals(10, results.sumOf("round-robin").sharePercent(2), 1e-9);
    }

    /** A third of 360 requests of 50 ms each fill 6 places of 10. */
    @Test
    void knowsHowBusyTheSlowBackendIs() {
        assertEquals(0.6, PLAN.slowLoad(50e6), 1e-9);
    }

    private static SlowBackendRound round(int number, long ms) {
        final Histogram latencies = new Histogram(1_000, 3_600_000_000_000L, 3);
        latencies.recordValue(ms * 1_000_000);
        return new SlowBackendRound(number, "round-robin", latencies, 0, new long[] {50, 40, 10});
    }
}
