package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BackendSetTest {
    @Test
    void countsTheUsableOnesHoweverOftenItIsTold() {
        final BackendSet backends = new BackendSet(3);
        assertEquals(3, backends.usableCount());
        backends.setUsable(1, false);
        backends.setUsable(1, false);
        assertEquals(2, backends.usableCount());
        assertFalse(backends.isUsable(1));
        backends.setUsable(1, true);
        backends.setUsable(1, true);
        assertEquals(3, backends.usableCount());
        assertTrue(backends.isUsable(1));
    }

    @Test
    void keepsBoundClientsOnABackendThatGetsNoNewOnes() {
        final BackendSet backends = new BackendSet(2);
        backends.change(0, false, true, 1);
        backends.setWeight(1, 0);
        assertEquals(0, backends.usableCount());
        assertTrue(backends.acceptsSticky(0));
        assertTrue(backends.acceptsSticky(1));
        backends.setUsable(1, false);
        assertFalse(backends.acceptsSticky(1));
    }

    @Test
    void makesTablesAnewOnceForAllThatHasChanged() {
        final BackendSet backends = new BackendSet(2);
        final int[] changes = new int[1];
        backends.onChange(() -> changes[0]++);
        backends.change(0, false, false, 0.5);
        assertEquals(1, changes[0]);
        backends.change(0, false, true, 0.5); // nothing that a table is made of
        assertEquals(1, changes[0]);
    }
}
