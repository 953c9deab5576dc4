package weir.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
    private static final int INDEX_MAX = (1 << 24) - 1;

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0",
        "1, 0, " + INDEX_MAX,
        "1, " + INDEX_MAX + ", 0",
        "127, " + INDEX_MAX + ", " + INDEX_MAX,
        "0, 3, 4"
    })
    void givesBackWhatWasPacked(int kind, int pool, int backend) {
        final long outcome = Outcome.pack(kind, pool, backend);
        assertEquals(kind, Outcome.kind(outcome));
        assertEquals(pool, Outcome.pool(outcome));
        assertEquals(backend, Outcome.backend(outcome));
        assertTrue(outcome >= 0, "a ring takes no negative outcome");
    }
}
