package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

    private static Configuration limited(int routes, String limit) {
        final StringBuilder yaml = new StringBuilder("listeners:\n  web:\n    bind: 127.0.0.1:0\n    routes:\n");
        for (int i = 0; i < routes; i++) {
            yaml.append("      - {host: h")
                    .append(i)
                    .append(".example, pool: app, rate-limits: [")
                    .append(limit)
                    .append("]}\n");
        }
        yaml.append("pools:\n  app: {backends: [\"127.0.0.1:9001\"], health: {type: none}}\n");
        return assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", yaml.toString()))
                .configuration();
    }

    @Test
    void refusesLimitsWithMoreKeysThanTheHeapBears() throws StartFailure {
        final Configuration many = limited(500, "{key: client, rate: 1/s}");
        final StartFailure refusal = assertThrows(StartFailure.class, () -> HeapBudget.checkLimits(many, 1L << 30));
        assertTrue(
                refusal.getMessage()
                        .matches(
                                "too little heap: the keys of all rate-limits together need 20\\d\\dMiB, and may have 506MiB,"
                                        + " half of what -Xmx leaves; lower their keys, or raise -Xmx"),
                refusal::getMessage);
        HeapBudget.checkLimits(many, 5L << 30);
        HeapBudget.checkLimits(limited(500, "{key: client, rate: 1/s, keys: 1000}"), 1L << 30);
        HeapBudget.checkLimits(limited(500, "{key: client, rate: 1/s, mode: off}"), 64 << 20);
    }

    @Test
    void connectionsGetWhatLimitsLeave() {
        final Configuration limited = limited(1, "{key: client, rate: 1/s, keys: 1000000}");
        assertTrue(HeapBudget.of(limited, 128 << 20).connectionsMax()
                < HeapBudget.of(configuration("{}"), 128 << 20).connectionsMax() - 4_000);
    }

    @Test
    void saysSoWhereThatIsLittleAndNobodyHasChosen() {
        assertTrue(HeapBudget.of(configuration("{}"), 24 << 20).isTight(configuration("{}")));
        assertTrue(HeapBudget.of(configuration("{}"), 24 << 20).isTight(configuration("{connections: auto}")));
        assertFalse(HeapBudget.of(configuration("{}"), 24 << 20).isTight(configuration("{connections: 5000}")));
        assertFalse(HeapBudget.of(configuration("{}"), 1 << 30).isTight(configuration("{}")));
    }
}
