package weir.bench.idle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Descriptors;

class ProcessFactsTest {
    @Test
    void readsTheSoftLimitOfDescriptors() {
        final String limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             31000                31000                processes
                Max open files            1024                 20000                files
                """;
        assertEquals(1_024, Descriptors.softLimit(limits));
        assertEquals(Long.MAX_VALUE, Descriptors.softLimit("Max open files   unlimited   unlimited   files\n"));
    }

    @Test
    void saysWhichLimitToSet() {
        final CannotMeasure e = assertThrows(CannotMeasure.class, () -> Descriptors.require(2_000_000_000));
        assertTrue(e.getMessage().contains("ulimit -n 2000001000"), e.getMessage());
    }

    @Test
    void readsTargets() {
        assertEquals(new Target("127.0.0.1", 8080, "/"), Target.parse("127.0.0.1:8080", "/"));
        assertThrows(IllegalArgumentException.class, () -> Target.parse("127.0.0.1", "/"));
        assertThrows(IllegalArgumentException.class, () -> Target.parse("127.0.0.1:http", "/"));
        assertThrows(IllegalArgumentException.class, () -> Target.parse(":80", "/"));
    }
}
