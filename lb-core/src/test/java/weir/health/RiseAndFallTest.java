package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RiseAndFallTest {
    private final RiseAndFall health = new RiseAndFall(2, 3);

    /** One character per result: + success, - failure; what it answers as U, D (a change) or a dot. */
    private String after(String results) {
        final StringBuilder answers = new StringBuilder();
        for (char result : results.toCharArray()) {
            final boolean isChange = health.onResult(result == '+');
            answers.append(isChange ? health.isUp() ? 'U' : 'D' : '.');
        }
        return answers.toString();
    }

    @Test
    void startsUp() {
        assertTrue(health.isUp());
        assertFalse(health.isInDoubt());
    }

    @Test
    void fallsAfterSoManyFailuresInARowAndRisesAfterSoManySuccesses() {
        assertEquals("..D.U", after("---++"));
        assertTrue(health.isUp());
    }

    @Test
    void countsOnlyResultsInARow() {
        assertEquals(".............", after("--+--+--+--++"));
        assertEquals("..D.....U", after("---+-+-++"));
    }

    @Test
    void isInDoubtWhileTheLastResultsSpeakAgainstItsState() {
        after("-");
        assertTrue(health.isInDoubt());
        after("+");
        assertFalse(health.isInDoubt());
    }

    @Test
    void changesAtOnceWhenOneResultIsEnough() {
        final RiseAndFall nervous = new RiseAndFall(1, 1);
        assertTrue(nervous.onResult(false));
        assertTrue(nervous.onResult(true));
        assertFalse(nervous.onResult(true));
    }
}
