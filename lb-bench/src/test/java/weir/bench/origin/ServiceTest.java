package weir.bench.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.bench.words.Draw;

class ServiceTest {
    private static final long MS = 1_000_000;

    @Test
    void queuesBehindTheOneInService() {
        final Service<String> service = service("10ms", Freeze.NEVER, 1);
        service.arrive("a", 0);
        service.arrive("b", 1 * MS);
        assertNull(service.tryFinish(10 * MS - 1));
        assertEquals("a", service.tryFinish(10 * MS));
        assertEquals(20 * MS, service.nextDueNs(), "b began when a ended");
        assertEquals("b", service.tryFinish(20 * MS));
    }

    @Test
    void servesAsManyAtATimeAsItHasPlaces() {
        final Service<String> service = service("10ms", Freeze.NEVER, 2);
        service.arrive("a", 0);
        service.arrive("b", 0);
        service.arrive("c", 0);
        assertEquals(2, service.inServiceCount());
        assertEquals(1, service.waitingCount());
    }

    @Test
    void losesNoTimeWhenItIsLookedAtLate() {
        final Service<String> service = service("10ms", Freeze.NEVER, 1);
        service.arrive("a", 0);
        service.arrive("b", 0);
        assertEquals("a", service.tryFinish(15 * MS));
        assertEquals(20 * MS, service.nextDueNs());
    }

    /** Periods of 100 ms, of which the last 20 are frozen. */
    @ParameterizedTest
    @CsvSource({"0,10", "69,79", "70,100", "85,100", "95,105", "175,200"})
    void holdsAnswersBackWhileFrozen(long arrivalMs, long answerMs) {
        final Service<String> service = service("10ms", Freeze.parse("20ms/100ms"), 8);
        service.arrive("a", arrivalMs * MS);
        assertEquals(answerMs * MS, service.nextDueNs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "10s/1s", "1s/1s", "0s/1s", "1s/10s/2s"})
    void refusesImpossibleFreezes(String word) {
        assertThrows(IllegalArgumentException.class, () -> Freeze.parse(word));
    }

    private static Service<String> service(String delay, Freeze freeze, int places) {
        return new Service<>(Draw.ofDurations(delay), freeze, places, new SplittableRandom(1));
    }
}
