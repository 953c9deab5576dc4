package weir.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.bench.host.CpuUse;
import weir.bench.report.Fingerprint;

class ResultsTest {
    private static final Plan PLAN = new Plan(Scenario.KEEP_ALIVE_SMALL, 1, 3, 5, 64, 7, 0, 1, true);

    private final Results results = new Results(
            PLAN,
            new Fingerprint(Map.of("kernel", "Linux")),
            List.of("weir", "nginx"),
            List.of(
                    round(1, "weir", 10, 0),
                    round(1, "nginx", 20, 0),
                    round(2, "nginx", 10, 0), // the order within a round is random
                    round(2, "weir", 8, 0),
                    round(3, "weir", 1, 5), // errors: must not count for either
                    round(3, "nginx", 12, 0)),
            List.of(new SyscallRound("weir", new SyscallCounts(Map.of("read", 2_000L), 3), load(0))));

    @Test
    void pairsRoundsByNumberAndLeavesOutTheInvalid() {
        final Ratio ratio = results.ratios().get(0);
        assertEquals(2, ratio.rounds());
        assertEquals((0.5 + 0.8) / 2, ratio.median(), 1e-9);
        assertEquals(0.5, ratio.interval().low(), 1e-9);
        assertEquals(0.8, ratio.interval().high(), 1e-9);
    }

    @Test
    void takesMediansOfValidRoundsOnly() {
        assertEquals(9, results.median("weir", Round::cpuUs), 1e-9);
        assertEquals(12, results.median("nginx", Round::cpuUs), 1e-9);
    }

    @Test
    void showsErrors() {
        assertFalse(results.isValid());
        final String text = new ResultsText(results).toString();
        assertTrue(text.contains("2 of 3       5"), text);
        assertTrue(text.contains("weir / nginx"), text);
    }

    @Test
    void writesOneLinePerRoundAndPeer() {
        final List<String> lines = ResultsCsv.of(results).lines().toList();
        assertEquals(1 + 6, lines.size());
        assertEquals("1,weir,true,1000,200.000,10.000,,0.000,0.000,0.200,0.000,0,0", lines.get(1));
    }

    @Test
    void writesJsonWithoutNan() throws IOException {
        final String json = ResultsJson.of(results);
        assertTrue(json.contains("\"loop-us-per-request\" : null"), json);
        assertFalse(json.contains("NaN"), json);
    }

    /** 1,000 requests, so that microseconds per request are thousandths of the CPU time in milliseconds. */
    private static Round round(int number, String peer, long cpuUs, long errors) {
        return new Round(number, peer, load(errors), new CpuUse(cpuUs * 1_000_000, 0, 0, 0), 5_000_000_000L, 0);
    }

    private static WrkResult load(long errors) {
        return new WrkResult(1_000, 200, errors, 0);
    }
}
