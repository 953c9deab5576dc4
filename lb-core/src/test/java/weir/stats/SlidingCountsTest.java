package weir.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import weir.testkit.Seed;

class SlidingCountsTest {
    private static final long WINDOW_NS = 1_000;

    /** Near the overflow of the clock, because deadlines are compared by subtraction. */
    private static final long START_NS = Long.MAX_VALUE - 5_000;

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        final SlidingCounts counts = new SlidingCounts(2, WINDOW_NS, 0);
        counts.add(0, 0);
        counts.add(1, 50);
        counts.add(1, 150);
        assertEquals(1, counts.total(0, 999));
        assertEquals(2, counts.total(1, 999));
        assertEquals(0, counts.total(0, 1_000));
        assertEquals(1, counts.total(1, 1_000));
        assertEquals(0, counts.total(1, 1_100));
    }

    @Test
    void forgetsEverythingWhenTold() {
        final SlidingCounts counts = new SlidingCounts(1, WINDOW_NS, 0);
        counts.add(0, 10);
        counts.clear();
        assertEquals(0, counts.total(0, 10));
        counts.add(0, 10);
        assertEquals(1, counts.total(0, 900));
    }

    @Test
    void coversNineTenthsOfTheWindowAtLeastAndAllOfItAtMost() {
        Seed.forEach(1, 50, random -> {
            final SlidingCounts counts = new SlidingCounts(1, WINDOW_NS, START_NS);
            final ArrayDeque<Long> times = new ArrayDeque<>();
            long nowNs = START_NS;
            for (int i = 0; i < 2_000; i++) {
                nowNs += random.nextInt(10) == 0 ? random.nextInt(3_000) : random.nextInt(20);
                counts.add(0, nowNs);
                times.add(nowNs);
                final long now = nowNs;
                final long least = times.stream()
                        .filter(time -> now - time <= WINDOW_NS * 9 / 10)
                        .count();
                final long most =
                        times.stream().filter(time -> now - time < WINDOW_NS).count();
                final int total = counts.total(0, nowNs);
                assertTrue(least <= total && total <= most, least + " <= " + total + " <= " + most);
            }
        });
    }
}
