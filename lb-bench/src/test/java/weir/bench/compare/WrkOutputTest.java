package weir.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import weir.bench.host.CannotMeasure;

class WrkResultTest {
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
        final WrkResult result = WrkResult.parse(CLEAN);
        assertEquals(new WrkResult(120_030, 59_985.70, 0, 0), result);
        assertTrue(result.isClean());
    }

    @Test
    void addsUpSocketErrors() {
        final String output = CLEAN.replace(
                "Requests/sec", "  Socket errors: connect 1, read 20, write 300, timeout 4000\nRequests/sec");
        assertEquals(4_321, WrkResult.parse(output).socketErrors());
        assertFalse(WrkResult.parse(output).isClean());
    }

    @Test
    void countsBadStatuses() {
        final String output = CLEAN.replace("Requests/sec", "  Non-2xx or 3xx responses: 69909\nRequests/sec");
        assertEquals(69_909, WrkResult.parse(output).badStatuses());
        assertFalse(WrkResult.parse(output).isClean());
    }

    @Test
    void findsNoCleanRunWithoutRequests() {
        assertFalse(WrkResult.parse("  0 requests in 2.00s, 0.00B read\nRequests/sec:      0.00\n")
                .isClean());
    }

    @Test
    void refusesOutputWithoutAResult() {
        final CannotMeasure e =
                assertThrows(CannotMeasure.class, () -> WrkResult.parse("unable to connect to 127.0.0.1:1\n"));
        assertTrue(e.getMessage().contains("unable to connect"), e.getMessage());
    }
}
