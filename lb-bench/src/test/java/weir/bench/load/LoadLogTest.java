package weir.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LoadLogTest {
    @Test
    void aSecondWithoutAnAnswerHasNoLatencies() {
        final Second empty = new Second(4, Histograms.empty(), 7);
        final String line = LoadLog.line(empty);
        assertTrue(line.contains("p50 -        p99 -        max -        7 errors"), line);
        assertFalse(line.contains("us"), line);
        assertEquals("4,0,7,,,,,\n", LoadLog.row(empty));
    }

    @Test
    void tellsWhatAnswersTook() {
        final Histogram latencies = Histograms.empty();
        latencies.recordValue(2_000_000);
        final Second second = new Second(0, latencies, 0);
        assertTrue(LoadLog.line(second).contains("   1 s         1 served  p50 2.00 ms"), LoadLog.line(second));
        assertTrue(LoadLog.row(second).startsWith("0,1,0,2.00"), LoadLog.row(second));
        assertEquals(7, LoadLog.row(second).chars().filter(c -> c == ',').count());
    }
}
