package weir.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;

class AccessRingTest {
    private static final int STRESS_COUNT = 100_000;
    /** Without a step of either side. */
    private static final long PATIENCE_NS = Duration.ofSeconds(30).toNanos();

    private final AccessRecord in = new AccessRecord();
    private final AccessRecord out = new AccessRecord();
    private int wakes;

    @Test
    void givesBackInOrder() {
        final AccessRing ring = ring(4);
        assertTrue(offer(ring, 1));
        assertTrue(offer(ring, 2));
        expects(ring, 1);
        expects(ring, 2);
        assertFalse(ring.poll(out));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void dropsTheNewestWhenFull(int capacity) {
        final AccessRing ring = ring(capacity);
        for (int i = 0; i < capacity; i++) {
            assertTrue(offer(ring, i));
        }
        assertFalse(offer(ring, 99));
        expects(ring, 0);
        assertTrue(offer(ring, 100));
        assertFalse(offer(ring, 101));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void wrapsAroundManyTimes(int capacity) {
        final AccessRing ring = ring(capacity);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(offer(ring, i));
            expects(ring, i);
        }
        assertFalse(ring.poll(out));
    }

    @Test
    void wakesTheWriterOnceWhenHalfFull() {
        final AccessRing ring = ring(8);
        for (int i = 0; i < 4; i++) {
            offer(ring, i);
        }
        assertEquals(0, wakes);
        for (int i = 4; i < 8; i++) {
            offer(ring, i);
        }
        assertEquals(1, wakes);
    }

    @Test
    void wakesTheWriterAgainWhenItHasCaughtUp() {
        final AccessRing ring = ring(8);
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < 8; i++) {
                assertTrue(offer(ring, i));
            }
            assertEquals(round, wakes);
            while (ring.poll(out)) {
                assertEquals(Math.floorMod(out.get(Value.STATUS), 8), out.get(Value.STATUS));
            }
            for (int i = 0; i < 8; i++) {
                offer(ring, i);
                ring.poll(out); // never more than one
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 100})
    void wantsAPowerOfTwo(int capacity) {
        assertThrows(IllegalArgumentException.class, () -> ring(capacity));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 1024})
    void losesAndTearsNothingBetweenTwoThreads(int capacity) throws Exception {
        final AccessRing ring = ring(capacity);
        final CompletableFuture<Void> producer = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < STRESS_COUNT; i++) {
                while (!offer(ring, i)) {
                    Thread.yield(); // the other may have no processor of its own
                }
            }
        });
        long progressNs = System.nanoTime();
        for (int expected = 0; expected < STRESS_COUNT; ) {
            if (ring.poll(out)) {
                expects(expected++);
                progressNs = System.nanoTime();
            } else {
                assertTrue(System.nanoTime() - progressNs < PATIENCE_NS, "stuck at " + expected);
                Thread.yield();
            }
        }
        assertFalse(ring.poll(out));
        producer.get();
    }

    private AccessRing ring(int capacity) {
        return new AccessRing(capacity, () -> wakes++);
    }

    /** The number stands in a value and, with a length of its own, in a text. */
    private boolean offer(AccessRing ring, int number) {
        in.clear();
        in.set(Value.STATUS, number);
        in.set(Text.TARGET, Integer.toString(number).getBytes());
        return ring.offer(in);
    }

    private void expects(AccessRing ring, int number) {
        assertTrue(ring.poll(out));
        expects(number);
    }

    private void expects(int number) {
        assertEquals(number, out.get(Value.STATUS));
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < out.length(Text.TARGET); i++) {
            text.append((char) out.at(Text.TARGET, i));
        }
        assertEquals(Integer.toString(number), text.toString());
    }
}
