package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import weir.model.Health;

class RiseAndFallTest {
    private final RiseAndFall health = new RiseAndFall(2, 3, Health.UP);

    /** One character per result: + success, - failure; what it answers as U, D (a change) or a dot. */
    private String after(String results) {
        final StringBuilder answers = new StringBuilder();
        for (char result : results.toCharArray()) {
            final boolean isChange = health.onResult(result == '+');
            answers.append(isChange ? health.health() == Health.UP ? 'U' : 'D' : '.');
        }
        return answers.toString();
    }

    @Test
    void startsUp() {
        assertEquals(Health.UP, health.health());
        assertFalse(health.isInDoubt());
    }

    @Test
    void fallsAfterSoManyFailuresInARowAndRisesAfterSoManySuccesses() {
        assertEquals("..D.U", after("---++"));
        assertEquals(Health.UP, health.health());
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
    void goesByTheFirstResultWhenNothingIsKnown() {
        final RiseAndFall fresh = new RiseAndFall(2, 3, Health.CHECKING);
        assertTrue(fresh.isInDoubt());
        assertTrue(fresh.onResult(true));
        assertEquals(Health.UP, fresh.health());
        fresh.forget();
        assertTrue(fresh.onResult(false));
        assertEquals(Health.DOWN, fresh.health());
    }

    @Test
    void needsSuccessesInARowWhenItStartsDown() {
        final RiseAndFall cautious = new RiseAndFall(2, 3, Health.DOWN);
        assertFalse(cautious.onResult(true));
        assertTrue(cautious.onResult(true));
    }

    @Test
    void forgivesFailuresButNotADownfall() {
        after("--");
        health.forgive();
        assertEquals("..D", after("---"));
        after("+");
        health.forgive(); // its successes still count
        assertEquals("U", after("+"));
    }

    @Test
    void changesAtOnceWhenOneResultIsEnough() {
        final RiseAndFall nervous = new RiseAndFall(1, 1, Health.UP);
        assertTrue(nervous.onResult(false));
        assertTrue(nervous.onResult(true));
        assertFalse(nervous.onResult(true));
    }
}
