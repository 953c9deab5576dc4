package weir.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.Seed;

class TimerWheelTest {
    private static final long TICK_NS = 1L << 20;
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long HOUR = 3_600 * SECOND;
    private static final int ALL = Integer.MAX_VALUE;
    /** nanoTime has an arbitrary origin; this one overflows soon. */
    private static final long ORIGIN = Long.MAX_VALUE - 3 * SECOND;

    private final List<String> fired = new ArrayList<>();
    private final TimerWheel wheel = new TimerWheel(ORIGIN);

    @Test
    void firesOnceAndNeverEarly() {
        final Timer timer = named("a");
        wheel.set(timer, ORIGIN + 5 * MS);
        assertTrue(timer.isSet());
        assertEquals(0, wheel.expire(ORIGIN + 5 * MS - 1, ALL));
        assertEquals(1, wheel.expire(ORIGIN + 5 * MS + TICK_NS, ALL));
        assertFalse(timer.isSet());
        assertEquals(0, wheel.expire(ORIGIN + HOUR, ALL));
        assertEquals(List.of("a"), fired);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                MS,
                63 * TICK_NS,
                64 * TICK_NS,
                65 * TICK_NS,
                4095 * TICK_NS,
                4096 * TICK_NS,
                HOUR,
                40 * 24 * HOUR
            })
    void firesAtMostOneTickLate(long delayNs) {
        wheel.set(named("a"), ORIGIN + delayNs);
        assertEquals(0, delayNs == 0 ? 0 : wheel.expire(ORIGIN + delayNs - 1, ALL));
        assertEquals(1, wheel.expire(ORIGIN + delayNs + TICK_NS, ALL));
    }

    @Test
    void aDeadlineMovedLaterFiresOnceAtTheLaterTime() {
        final Timer timer = named("a");
        for (int i = 1; i <= 100; i++) {
            wheel.set(timer, ORIGIN + i * 10 * MS);
        }
        assertEquals(0, wheel.expire(ORIGIN + 1000 * MS - 1, ALL));
        assertEquals(1, wheel.expire(ORIGIN + 1000 * MS + TICK_NS, ALL));
    }

    @Test
    void aDeadlineMovedEarlierFiresOnceAtTheEarlierTime() {
        final Timer timer = named("a");
        wheel.set(timer, ORIGIN + HOUR);
        wheel.set(timer, ORIGIN + 10 * MS);
        assertEquals(1, wheel.expire(ORIGIN + 10 * MS + TICK_NS, ALL));
        assertEquals(0, wheel.expire(ORIGIN + 2 * HOUR, ALL));
    }

    @Test
    void aDeadlineInThePastFiresAtTheNextTick() {
        wheel.expire(ORIGIN + SECOND, ALL);
        wheel.set(named("a"), ORIGIN + MS);
        assertEquals(0, wheel.millisToNext(ORIGIN + SECOND));
        assertEquals(1, wheel.expire(ORIGIN + SECOND, ALL));
    }

    @Test
    void forgetsWhatIsClearedOrRemoved() {
        final Timer cleared = named("cleared");
        final Timer removed = named("removed");
        wheel.set(cleared, ORIGIN + MS);
        wheel.set(removed, ORIGIN + MS);
        wheel.clear(cleared);
        wheel.remove(removed);
        assertFalse(cleared.isSet());
        assertFalse(removed.isSet());
        assertEquals(0, wheel.expire(ORIGIN + HOUR, ALL));
        assertEquals(-1, wheel.millisToNext(ORIGIN + HOUR));
    }

    @Test
    void takesAClearedTimerAgain() {
        final Timer timer = named("a");
        wheel.clear(timer);
        wheel.remove(timer);
        wheel.set(timer, ORIGIN + HOUR);
        wheel.clear(timer);
        wheel.set(timer, ORIGIN + MS);
        assertEquals(1, wheel.expire(ORIGIN + SECOND, ALL));
    }

    @Test
    void keepsTheRestDueWhenTheLimitIsReached() {
        for (int i = 0; i < 10; i++) {
            wheel.set(named("t" + i), ORIGIN + MS);
        }
        assertEquals(4, wheel.expire(ORIGIN + SECOND, 4));
        assertEquals(0, wheel.millisToNext(ORIGIN + SECOND));
        assertEquals(6, wheel.expire(ORIGIN + SECOND, ALL));
        assertEquals(10, fired.size());
    }

    @Test
    void aTimerLeftDueByTheLimitDoesNotWaitForALaterOne() {
        final long slotNs = ORIGIN + 64 * TICK_NS; // all three stand in one coarse slot
        wheel.set(named("later"), slotNs + 40 * TICK_NS);
        wheel.set(named("a"), slotNs - 1);
        wheel.set(named("b"), slotNs - 1);
        assertEquals(1, wheel.expire(slotNs + 2 * TICK_NS, 1));
        assertEquals(0, wheel.millisToNext(slotNs + 2 * TICK_NS));
        assertEquals(1, wheel.expire(slotNs + 2 * TICK_NS, 1));
        assertEquals(List.of("a", "b"), fired);
    }

    @Test
    void aTimerThatSetsItselfAnewIsBoundByTheLimit() {
        final Timer[] self = new Timer[1];
        self[0] = new Timer(nowNs -> wheel.set(self[0], nowNs - SECOND));
        wheel.set(self[0], ORIGIN);
        assertEquals(50, wheel.expire(ORIGIN + SECOND, 50));
    }

    @Test
    void goesOnAfterATargetThatFails() {
        final Timer bad = new Timer(nowNs -> {
            throw new IllegalStateException("ours");
        });
        wheel.set(bad, ORIGIN + MS);
        wheel.set(named("good"), ORIGIN + MS);
        assertThrows(IllegalStateException.class, () -> wheel.expire(ORIGIN + SECOND, ALL));
        assertSame(bad.target, wheel.firing());
        assertEquals(1, wheel.expire(ORIGIN + SECOND, ALL));
        assertEquals(List.of("good"), fired);
    }

    @Test
    void firesInOrderOfDeadlines() {
        for (int ms : new int[] {700, 3, 90_000, 64, 65, 1, 4_300}) {
            wheel.set(named("" + ms), ORIGIN + ms * MS);
        }
        for (long now = 0; now <= 100 * SECOND; now += 50 * MS) {
            wheel.expire(ORIGIN + now, ALL);
        }
        assertEquals(List.of("1", "3", "64", "65", "700", "4300", "90000"), fired);
    }

    @Test
    void tellsHowLongToWait() {
        assertEquals(-1, wheel.millisToNext(ORIGIN));
        wheel.set(named("a"), ORIGIN + 20 * MS);
        final long waitMs = wheel.millisToNext(ORIGIN);
        assertTrue(waitMs >= 20 && waitMs <= 22, "waits " + waitMs + " ms");
    }

    @Test
    void agreesWithASortedModel() {
        Seed.forEach(1, 300, random -> new Model(random).run(400));
    }

    private Timer named(String name) {
        return new Timer(nowNs -> fired.add(name));
    }

    /**
     * The wheel beside a map of deadlines; time goes in steps of any size, and some steps are those that the wheel asks
     * for.
     */
    private static final class Model {
        private final RandomGenerator random;
        private final TimerWheel wheel;
        private final Timer[] timers = new Timer[20];
        private final Map<Integer, Long> deadlines = new HashMap<>();
        private final long originNs;
        private long nowNs;

        Model(RandomGenerator random) {
            this.random = random;
            originNs = random.nextLong();
            nowNs = originNs;
            wheel = new TimerWheel(nowNs);
            for (int i = 0; i < timers.length; i++) {
                final int index = i;
                timers[i] = new Timer(now -> onTimer(index));
            }
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
                for (int t = 0; t < timers.length; t++) {
                    assertEquals(deadlines.containsKey(t), timers[t].isSet(), "timer " + t);
                }
            }
        }

        private void step() {
            final int index = random.nextInt(timers.length);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> set(index, nowNs + delay());
                case 3 -> set(index, deadlines.getOrDefault(index, nowNs) + delay());
                case 4 -> {
                    wheel.clear(timers[index]);
                    deadlines.remove(index);
                }
                case 5 -> {
                    wheel.remove(timers[index]);
                    deadlines.remove(index);
                }
                case 6 -> advance(delay());
                default -> waitAsAsked();
            }
        }

        /** From nothing to some months, all magnitudes alike. */
        private long delay() {
            return random.nextLong(1L << random.nextInt(1, 54));
        }

        private void set(int index, long deadlineNs) {
            if (deadlineNs - originNs < Long.MAX_VALUE / 4) {
                wheel.set(timers[index], deadlineNs);
                deadlines.put(index, deadlineNs);
            }
        }

        private void advance(long byNs) {
            nowNs += byNs;
            final int limit = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : ALL;
            final int before = deadlines.size();
            final int count = wheel.expire(nowNs, limit);
            assertTrue(count <= limit);
            assertEquals(before - count, deadlines.size());
            if (count < limit) {
                deadlines.forEach((index, deadlineNs) ->
                        assertTrue(deadlineNs - nowNs > -TICK_NS, "timer " + index + " is overdue"));
            }
        }

        private void waitAsAsked() {
            final long waitMs = wheel.millisToNext(nowNs);
            assertEquals(waitMs < 0, waitMs == -1);
            for (long deadlineNs : deadlines.values()) {
                assertTrue(waitMs >= 0, "waits for ever");
                final long latestNs = Math.max(0, deadlineNs - nowNs) + TICK_NS + MS;
                assertTrue(waitMs * MS <= latestNs, "sleeps past a deadline");
            }
            advance(Math.max(0, waitMs) * MS);
        }

        private void onTimer(int index) {
            final Long deadlineNs = deadlines.remove(index);
            assertTrue(deadlineNs != null, "timer " + index + " was not set");
            assertTrue(deadlineNs - nowNs <= 0, "timer " + index + " fires early");
        }
    }
}
