package weir.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

class KeyCountsTest {
    @Test
    void aSlotThatHasChangedHandsIsNotTakenForTheOldKeys() throws InterruptedException {
        final KeyCounts counts = new KeyCounts(6); // one set
        final AtomicLongArray now = new AtomicLongArray(64);
        Threads.inParallel(4, number -> {
            final SplittableRandom random = new SplittableRandom(number);
            for (int i = 0; i < 300_000; i++) {
                final int key = random.nextInt(64);
                final int entered = counts.enter(key + 1, 2);
                if (entered >= 0) {
                    assertTrue(now.incrementAndGet(key) <= 2, "more than two have entered");
                    now.decrementAndGet(key);
                    counts.leave(entered);
                }
            }
        });
        assertEquals(0, counts.count());
    }

    @Test
    void countsAsManyAsAKeyMayHave() {
        final KeyCounts counts = new KeyCounts(100);
        final int first = counts.enter(7, 2);
        final int second = counts.enter(7, 2);
        assertTrue(first >= 0 && second >= 0);
        assertEquals(KeyCounts.FULL, counts.enter(7, 2));
        assertTrue(counts.enter(8, 2) >= 0);
        assertEquals(2, counts.count());
        counts.leave(first);
        assertTrue(counts.enter(7, 2) >= 0);
        assertEquals(KeyCounts.FULL, counts.enter(7, 2));
    }

    @Test
    void whereThereIsNoRoomForAKeyItIsNotCounted() {
        final KeyCounts counts = new KeyCounts(6); // one set
        for (int key = 1; key <= KeySlots.WAYS; key++) {
            assertTrue(counts.enter(key, 1) >= 0);
        }
        assertEquals(KeyCounts.UNCOUNTED, counts.enter(100, 1));
        assertEquals(KeyCounts.FULL, counts.enter(3, 1));
    }
}
