package weir.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.Passive.Failure;

class OutcomeTest {
    private static final int INDEX_MAX = (1 << 24) - 1;

    @ParameterizedTest
    @CsvSource({
        "CONNECT, false, 0, 0",
        "CONNECT, true, 0, " + INDEX_MAX,
        "TIMEOUT, false, " + INDEX_MAX + ", 0",
        "SERVER_ERROR, true, " + INDEX_MAX + ", " + INDEX_MAX,
        "RESET, false, 3, 4"
    })
    void givesBackWhatWasPacked(Failure failure, boolean afterSuccess, int pool, int backend) {
        final long outcome = Outcome.pack(failure, afterSuccess, pool, backend);
        assertEquals(failure, Outcome.failure(outcome));
        assertEquals(afterSuccess, Outcome.isAfterSuccess(outcome));
        assertEquals(pool, Outcome.pool(outcome));
        assertEquals(backend, Outcome.backend(outcome));
        assertTrue(outcome >= 0, "a ring takes no negative outcome");
    }
}
