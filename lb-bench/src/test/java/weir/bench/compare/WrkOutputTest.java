package weir.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import weir.bench.host.CannotMeasure;

class WrkOutputTest {
    private static final String CLEAN = """
            Running 2s test @ http://127.0.0.1:18002/small
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     0.99ms  441.50us   5.79ms   82.67%
                Req/Sec    60.28k    10.62k   80.00k    60.00%
              120030 requests in 2.00s, 32.17MB read
            Requests/sec:  59985.70
            Transfer/sec:     16.08MB
            """;

    @Test
    void readsACleanRun() {
        final Answers answers = WrkOutput.parse(CLEAN);
        assertEquals(120_030, answers.count());
        assertEquals(59_985.70, answers.perSecond());
        assertEquals((long) (32.17 * (1 << 20)), answers.bytes());
        assertTrue(answers.isClean());
    }

    /** With {@code --latency}. */
    @Test
    void readsPercentilesAndTheSlowest() {
        final String output = CLEAN.replace("5.79ms", " 1.21s ")
                .replace("  120030 requests", """
                  Latency Distribution
                     50%  852.00us
                     75%    1.13ms
                     90%    1.50ms
                     99%    2.51ms
                  120030 requests""".indent(2).stripTrailing());
        final Answers answers = WrkOutput.parse(output);
        assertEquals(0.852, answers.percentileMs(50), 1e-9);
        assertEquals(2.51, answers.percentileMs(99), 1e-9);
        assertEquals(1_210, answers.slowestMs(), 1e-9);
        assertTrue(Double.isNaN(answers.percentileMs(99.9)), "wrk does not tell it");
        assertEquals(120_030, answers.count());
        assertFalse(WrkOutput.parse(CLEAN).hasLatencies(), "not asked for");
    }

    @Test
    void namesSocketErrors() {
        final String output = CLEAN.replace(
                "Requests/sec", "  Socket errors: connect 1, read 20, write 300, timeout 4000\nRequests/sec");
        assertEquals(4_321, WrkOutput.parse(output).errorCount());
        assertEquals(300, WrkOutput.parse(output).errors().get("write"));
        assertFalse(WrkOutput.parse(output).isClean());
    }

    @Test
    void countsBadStatuses() {
        final String output = CLEAN.replace("Requests/sec", "  Non-2xx or 3xx responses: 69909\nRequests/sec");
        assertEquals(Map.of("status", 69_909L), WrkOutput.parse(output).errors());
        assertFalse(WrkOutput.parse(output).isClean());
    }

    @Test
    void findsNoCleanRunWithoutRequests() {
        assertFalse(WrkOutput.parse("  0 requests in 2.00s, 0.00B read\nRequests/sec:      0.00\n")
                .isClean());
    }

    @Test
    void refusesOutputWithoutAResult() {
        final CannotMeasure e =
                assertThrows(CannotMeasure.class, () -> WrkOutput.parse("unable to connect to 127.0.0.1:1\n"));
        assertTrue(e.getMessage().contains("unable to connect"), e.getMessage());
    }
}
