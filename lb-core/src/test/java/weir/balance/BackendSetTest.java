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
}
