package weir.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ResultsTest {
    @Test
    void addsUpWhatAllLoopsHaveCounted() {
        final Results results = new Results(2, 3);
        results.row(0).succeed(1, 10);
        results.row(1).succeed(1, 20);
        results.row(1).fail(1);
        results.row(0).succeed(2, 5);
        assertEquals(2, results.successes(1));
        assertEquals(1, results.failures(1));
        assertEquals(30, results.latencyNs(1));
        assertEquals(0, results.successes(0));
        assertEquals(5, results.latencyNs(2));
    }

    @Test
    void knowsWhetherAFailureBeginsARow() {
        final Results.Row row = new Results(1, 2).row(0);
        assertFalse(row.fail(0), "there was no success yet");
        row.succeed(0, 1);
        assertTrue(row.fail(0));
        assertFalse(row.fail(0));
        row.succeed(1, 1);
        assertFalse(row.fail(0), "another backend's success");
    }
}
