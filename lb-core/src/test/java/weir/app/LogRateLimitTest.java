package weir.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LogRateLimitTest {
    private static final long PAUSE_NS = 10;

    private final LogRateLimit limit = new LogRateLimit(PAUSE_NS);

    /** Wherever the clock begins, which may be near its wrap-around. */
    @Test
    void letsTheFirstLineThroughAndTheNextAfterAPause() {
        final long fromNs = Long.MAX_VALUE - 3;
        assertTrue(limit.maySay(fromNs));
        assertFalse(limit.maySay(fromNs));
        assertFalse(limit.maySay(fromNs + PAUSE_NS - 1));
        assertTrue(limit.maySay(fromNs + PAUSE_NS));
    }

    @Test
    void countsThePauseFromWhatWasSaidAndNotFromWhatWasNot() {
        assertTrue(limit.maySay(0));
        assertFalse(limit.maySay(PAUSE_NS - 1));
        assertTrue(limit.maySay(PAUSE_NS + 1));
        assertFalse(limit.maySay(2 * PAUSE_NS));
    }
}
