package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.model.Configuration;

class HeapBudgetTest {
    private static Configuration configuration(String limits) {
        return assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", """
                listeners:
                  web: {bind: "127.0.0.1:0", pool: app, limits: %s}
                pools:
                  app: {backends: ["127.0.0.1:9001"], health: {type: none}}
                """.formatted(limits)))
                .configuration();
    }

    @Test
    void boundsConnectionsByWhatTheHeapBears() {
        assertEquals(1_536, HeapBudget.of(configuration("{}"), 24 << 20).connectionsMax());
        assertEquals(6_656, HeapBudget.of(configuration("{}"), 64 << 20).connectionsMax());
        assertEquals(1_000_000, HeapBudget.of(configuration("{}"), 64L << 30).connectionsMax());
        assertEquals(64, HeapBudget.of(configuration("{}"), 8 << 20).connectionsMax());
    }

    @Test
    void saysSoWhereThatIsLittleAndNobodyHasChosen() {
        assertTrue(HeapBudget.of(configuration("{}"), 24 << 20).isTight(configuration("{}")));
        assertTrue(HeapBudget.of(configuration("{}"), 24 << 20).isTight(configuration("{connections: auto}")));
        assertFalse(HeapBudget.of(configuration("{}"), 24 << 20).isTight(configuration("{connections: 5000}")));
        assertFalse(HeapBudget.of(configuration("{}"), 1 << 30).isTight(configuration("{}")));
    }
}
