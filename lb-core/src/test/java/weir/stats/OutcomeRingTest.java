package weir.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeRingTest {
    /** A small ring changes threads at every step, which is slow where cores are few. */
    private static final int ROUNDS = 10_000;

    private static final int COUNT_MAX = 1_000_000;

    @Test
    void givesBackInOrder() {
        final OutcomeRing ring = new OutcomeRing(4);
        ring.offer(7);
        ring.offer(0);
        ring.offer(Long.MAX_VALUE);
        assertEquals(7, ring.poll());
        assertEquals(0, ring.poll());
        assertEquals(Long.MAX_VALUE, ring.poll());
        assertEquals(OutcomeRing.EMPTY, ring.poll());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void dropsTheNewestWhenFull(int capacity) {
        final OutcomeRing ring = new OutcomeRing(capacity);
        for (int i = 0; i < capacity; i++) {
            assertTrue(ring.offer(i));
        }
        assertFalse(ring.offer(99));
        assertEquals(0, ring.poll());
        assertTrue(ring.offer(100));
        assertFalse(ring.offer(101));
    }

    @Test
    void wrapsAroundManyTimes() {
        final OutcomeRing ring = new OutcomeRing(2);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(ring.offer(i));
            assertEquals(i, ring.poll());
        }
        assertEquals(OutcomeRing.EMPTY, ring.poll());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 100})
    void wantsAPowerOfTwo(int capacity) {
        assertThrows(IllegalArgumentException.class, () -> new OutcomeRing(capacity));
    }

    @Test
    void refusesWhatWouldLookEmpty() {
        assertThrows(AssertionError.class, () -> new OutcomeRing(2).offer(OutcomeRing.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 1024})
    void losesAndReordersNothingBetweenTwoThreads(int capacity) throws Exception {
        final OutcomeRing ring = new OutcomeRing(capacity);
        final int count = Math.min(COUNT_MAX, ROUNDS * capacity);
        final CompletableFuture<Void> producer = CompletableFuture.runAsync(() -> {
            for (long i = 0; i < count; i++) {
                while (!ring.offer(i)) {
                    Thread.yield();
                }
            }
        });
        final long giveUpNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        for (long expected = 0; expected < count; ) {
            final long outcome = ring.poll();
            if (outcome != OutcomeRing.EMPTY) {
                assertEquals(expected++, outcome);
            } else {
                assertTrue(System.nanoTime() - giveUpNs < 0, "stuck at " + expected);
                Thread.yield();
            }
        }
        assertEquals(OutcomeRing.EMPTY, ring.poll());
        producer.get();
    }
}
