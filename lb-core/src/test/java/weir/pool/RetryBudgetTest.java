package weir.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import weir.model.RetryPolicy.Budget;
import weir.testkit.ManualClock;

/** The arithmetic of the budget; see docs/RETRIES.md. */
class RetryBudgetTest {
    private final ManualClock clock = new ManualClock();

    private RetryBudget budget(double ratio, int perSecond, int loops) {
        return new RetryBudget(new Budget(ratio, perSecond), loops, clock.nowNs());
    }

    private int takeAll(RetryBudget budget) {
        int count = 0;
        while (budget.take(clock.nowNs())) {
            count++;
        }
        return count;
    }

    private void requests(RetryBudget budget, int count) {
        for (int i = 0; i < count; i++) {
            budget.onRequest(clock.nowNs());
        }
    }

    @Test
    void beginsWithWhatTenSecondsGive() {
        assertEquals(100, takeAll(budget(0.2, 10, 1)));
    }

    @Test
    void earnsItsRatioOfTheRequests() {
        final RetryBudget budget = budget(0.2, 0, 1);
        assertEquals(0, takeAll(budget));
        requests(budget, 4);
        assertEquals(0, takeAll(budget));
        requests(budget, 1);
        assertEquals(1, takeAll(budget));
        requests(budget, 1_000);
        assertEquals(200, takeAll(budget));
    }

    @Test
    void losesNothingToRounding() {
        final RetryBudget budget = budget(0.1, 0, 1);
        requests(budget, 10);
        assertTrue(budget.take(clock.nowNs()));
        assertFalse(budget.take(clock.nowNs()));
    }

    @Test
    void earnsItsMinimumWithTime() {
        final RetryBudget budget = budget(0, 10, 1);
        takeAll(budget);
        clock.advanceMs(99);
        assertEquals(0, takeAll(budget));
        clock.advanceMs(1);
        assertEquals(1, takeAll(budget));
        clock.advanceMs(2_000);
        assertEquals(20, takeAll(budget));
    }

    @Test
    void savesUpForTenSecondsAndNoMore() {
        final RetryBudget budget = budget(0.2, 10, 1);
        takeAll(budget);
        requests(budget, 1_000);
        clock.advanceMs(3_600_000);
        assertEquals(100, takeAll(budget), "the requests were long ago");
        requests(budget, 1_000);
        clock.advanceMs(5_000);
        requests(budget, 1_000);
        assertEquals(400 + 50, takeAll(budget));
    }

    @Test
    void givesEachLoopItsShare() {
        final RetryBudget budget = budget(0.2, 10, 4);
        assertEquals(25, takeAll(budget));
        requests(budget, 50);
        clock.advanceMs(2_000);
        assertEquals(10 + 5, takeAll(budget));
    }

    /** A share of less than one in ten seconds would never be a retry. */
    @Test
    void letsEvenALoopOfManySaveUpForOne() {
        final RetryBudget budget = budget(0, 1, 256);
        assertEquals(1, takeAll(budget));
        clock.advanceMs(255_000);
        assertEquals(0, takeAll(budget));
        clock.advanceMs(1_000);
        assertEquals(1, takeAll(budget));
    }

    @Test
    void keepsRetriesBelowItsShareWhateverTheRate() {
        final RetryBudget budget = budget(0.2, 10, 1);
        int retries = 0;
        final int seconds = 60;
        for (int second = 0; second < seconds; second++) {
            requests(budget, 100 + second % 7 * 50);
            retries += takeAll(budget);
            clock.advanceMs(1_000);
        }
        int requests = 0;
        for (int second = 0; second < seconds; second++) {
            requests += 100 + second % 7 * 50;
        }
        assertTrue(retries <= requests / 5 + 10 * (seconds + 10), retries + " of " + requests);
        assertTrue(retries >= requests / 5 + 10 * (seconds - 1), retries + " of " + requests);
    }
}
