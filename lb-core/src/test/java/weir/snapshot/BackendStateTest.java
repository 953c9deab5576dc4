package weir.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.AdminState;
import weir.model.Health;

class BackendStateTest {
    private static BackendState state(Health health, boolean isPanic, AdminState admin, long generation) {
        return new BackendState(0, 0, health, isPanic, admin, 1, 1, generation);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            UP,       false, READY,       true,  true,  false
            UP,       false, DRAIN,       false, true,  false
            UP,       false, MAINTENANCE, false, false, true
            UP,       true,  READY,       true,  true,  false
            CHECKING, false, READY,       false, false, false
            DOWN,     false, READY,       false, false, true
            DOWN,     true,  READY,       true,  true,  true
            DOWN,     true,  DRAIN,       false, true,  true
            DOWN,     true,  MAINTENANCE, false, false, true
            EJECTED,  false, READY,       false, false, false
            EJECTED,  true,  READY,       true,  true,  false
            """)
    void saysWhoMayBeSentThere(
            Health health, boolean isPanic, AdminState admin, boolean takesNew, boolean takesSticky, boolean isLeft) {
        final BackendState state = state(health, isPanic, admin, 1);
        assertEquals(takesNew, state.takesNew());
        assertEquals(takesSticky, state.takesSticky());
        assertEquals(isLeft, state.isLeft());
    }

    @Test
    void comparesWithoutTheGeneration() {
        final BackendState state = state(Health.UP, false, AdminState.READY, 1);
        assertTrue(state.saysTheSameAs(state(Health.UP, false, AdminState.READY, 7)));
        assertFalse(state.saysTheSameAs(state(Health.DOWN, false, AdminState.READY, 1)));
    }
}
