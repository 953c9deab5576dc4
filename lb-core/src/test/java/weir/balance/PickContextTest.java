package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PickContextTest {
    private final PickContext context = new PickContext();

    @Test
    void remembersWhatWasTriedUntilItIsReset() {
        context.addTried(3);
        context.addTried(0);
        assertTrue(context.wasTried(3));
        assertTrue(context.wasTried(0));
        assertFalse(context.wasTried(1));
        assertEquals(2, context.triedCount());
        context.reset();
        assertFalse(context.wasTried(3));
        assertEquals(0, context.triedCount());
    }

    @Test
    void holdsAsManyTriesAsTheRetryRuleAllows() {
        for (int i = 0; i < 18; i++) { // RetryPolicy.ATTEMPTS_RANGE and one first try and one replay
            context.addTried(i);
        }
        assertTrue(context.wasTried(17));
    }
}
