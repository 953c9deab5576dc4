package weir.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = -5 * SECOND; // as System.nanoTime may begin anywhere

    /** The bucket of the textbook, with fractions of tokens in it. */
    private static final class ExactBucket {
        private double tokens;
        private long sinceNs;

        ExactBucket(double burst, long nowNs) {
            tokens = burst;
            sinceNs = nowNs;
        }

        boolean take(double perNs, double burst, long nowNs) {
            tokens = Math.min(burst, tokens + (nowNs - sinceNs) * perNs);
            sinceNs = nowNs;
            if (tokens < 1 - 1e-6) {
                return false;
            }
            tokens -= 1;
            return true;
        }
    }

    /** Spread like those of {@link SecretHash}. */
    private static long hash(int key) {
        return (key + 1) * 0x9E3779B97F4A7C15L;
    }

    @Test
    void servesABurstWholeAndThenTheRate() {
        final Buckets buckets = new Buckets(10);
        final TokenRate rate = TokenRate.of(10, SECOND, 5, 0);
        for (int i = 4; i >= 0; i--) {
            final long taken = buckets.take(7, rate, START);
            assertFalse(TokenRate.isRefused(taken));
            assertEquals(i, rate.remaining(taken));
            assertEquals(0, rate.waitNs(taken));
        }
        final long refused = buckets.take(7, rate, START);
        assertTrue(TokenRate.isRefused(refused));
        assertEquals(0, rate.remaining(refused));
        assertEquals(1, rate.secondsToNext(refused));
        assertTrue(TokenRate.isRefused(buckets.take(7, rate, START + SECOND / 10 - 1)));
        assertFalse(TokenRate.isRefused(buckets.take(7, rate, START + SECOND / 10)));
        assertTrue(TokenRate.isRefused(buckets.take(7, rate, START + SECOND / 10)));
        assertFalse(TokenRate.isRefused(buckets.take(8, rate, START)), "another key");
    }

    @Test
    void aRefusedRequestMovesNothing() {
        final Buckets buckets = new Buckets(10);
        final TokenRate rate = TokenRate.of(1, SECOND, 1, 0);
        buckets.take(7, rate, START);
        for (int i = 0; i < 100; i++) {
            assertTrue(TokenRate.isRefused(buckets.take(7, rate, START + SECOND / 2)));
        }
        assertFalse(TokenRate.isRefused(buckets.take(7, rate, START + SECOND)));
    }

    @Test
    void booksTokensThatWillBeThereInTime() {
        final Buckets buckets = new Buckets(10);
        final TokenRate rate = TokenRate.of(10, SECOND, 1, SECOND / 4);
        assertEquals(0, rate.waitNs(buckets.take(7, rate, START)));
        assertEquals(SECOND / 10, rate.waitNs(buckets.take(7, rate, START)));
        assertEquals(SECOND / 5, rate.waitNs(buckets.take(7, rate, START)));
        assertTrue(TokenRate.isRefused(buckets.take(7, rate, START)));
        buckets.giveBack(7, rate);
        assertEquals(SECOND / 5, rate.waitNs(buckets.take(7, rate, START)), "the one that was given back");
    }

    @Test
    void aTokenThatIsGivenBackIsThereAgain() {
        final Buckets buckets = new Buckets(10);
        final TokenRate rate = TokenRate.of(1, SECOND, 3, 0);
        for (int i = 0; i < 1_000; i++) {
            assertFalse(TokenRate.isRefused(buckets.take(7, rate, START)));
            buckets.giveBack(7, rate);
        }
        assertEquals(2, rate.remaining(buckets.take(7, rate, START)));
        buckets.giveBack(99, rate); // nobody's
    }

    @Test
    void aLoopWhoseClockIsBehindMovesNothingBack() {
        final Buckets buckets = new Buckets(10);
        final TokenRate rate = TokenRate.of(1_000, SECOND, 1, 0);
        assertFalse(TokenRate.isRefused(buckets.take(7, rate, START + SECOND)));
        assertTrue(TokenRate.isRefused(buckets.take(7, rate, START + SECOND - 3_000_000)));
        assertTrue(TokenRate.isRefused(buckets.take(7, rate, START - SECOND)), "before the table was made");
        assertFalse(TokenRate.isRefused(buckets.take(7, rate, START + SECOND + 1_000_000)));
    }

    @Test
    void aClockMayBeginAnywhere() {
        for (long start : new long[] {0, -1, Long.MAX_VALUE - SECOND, Long.MIN_VALUE, 1L << 62}) {
            final Buckets buckets = new Buckets(6); // one set
            final TokenRate rate = TokenRate.of(1, SECOND, 1, 0);
            for (int key = 1; key <= KeySlots.WAYS; key++) {
                assertFalse(TokenRate.isRefused(buckets.take(key, rate, start)));
            }
            for (int key = 1; key <= KeySlots.WAYS; key++) {
                assertTrue(TokenRate.isRefused(buckets.take(key, rate, start + SECOND - 1)), "from " + start);
                assertFalse(TokenRate.isRefused(buckets.take(key, rate, start + SECOND)), "from " + start);
            }
        }
    }

    @Test
    void saysWhenToComeAgain() {
        final TokenRate rate = TokenRate.of(2, 60 * SECOND, 1, 0);
        final Buckets buckets = new Buckets(10);
        final long taken = buckets.take(7, rate, START);
        assertEquals(30, rate.secondsToNext(taken));
        assertEquals(30, rate.secondsToNext(buckets.take(7, rate, START)));
        assertEquals(1, rate.secondsToNext(buckets.take(7, rate, START + 30 * SECOND - 1)));
    }

    @Test
    void aRateThatIsNoWholeNumberOfNanosecondsIsNeverExceeded() {
        final Buckets buckets = new Buckets(10);
        final TokenRate rate = TokenRate.of(999_999, SECOND, 100, 0);
        long granted = 0;
        for (long now = 0; now <= SECOND; now += 500) {
            granted += TokenRate.isRefused(buckets.take(7, rate, START + now)) ? 0 : 1;
        }
        assertTrue(granted <= 999_999 + 100 && granted > 999_999 * 0.99, granted + " in a second");
    }

    /** Keys come and go, and the table has more room than there are keys under way. */
    @Test
    void isTheBucketOfTheTextbookWhateverComes() {
        for (int seed = 0; seed < 20; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final long perSecond = 1L << random.nextInt(12); // so that the textbook has no rounding either
            final long burst = 1 + random.nextInt(20);
            final TokenRate rate = TokenRate.of(perSecond, 1L << 30, burst, 0);
            final int keys = 1 + random.nextInt(300);
            final Buckets buckets = new Buckets(keys * 10);
            final ExactBucket[] model = new ExactBucket[keys];
            long now = START;
            for (int i = 0; i < 20_000; i++) {
                now += random.nextInt(10) == 0 ? random.nextLong(1L << 31) : random.nextLong(1 << 20);
                final int key = random.nextInt(keys);
                if (model[key] == null) {
                    model[key] = new ExactBucket(burst, now);
                }
                final boolean isGranted = model[key].take((double) perSecond / (1L << 30), burst, now);
                final long taken = buckets.take(hash(key), rate, now);
                assertEquals(isGranted, !TokenRate.isRefused(taken), "seed " + seed + ", step " + i);
                if (isGranted) {
                    assertEquals((long) (model[key].tokens + 1e-6), rate.remaining(taken), "seed " + seed);
                }
            }
        }
    }

    /** Each thread has a clock of its own, up to a millisecond behind. */
    @Test
    void severalThreadsGetWhatOneWouldGet() throws InterruptedException {
        final int threads = 4;
        final int keys = 50;
        final TokenRate rate = TokenRate.of(1_000, SECOND, 100, 0);
        final Buckets buckets = new Buckets(1_000);
        final AtomicLong clock = new AtomicLong(START);
        final AtomicLongArray granted = new AtomicLongArray(keys);
        final long endNs = START + 3 * SECOND;
        Threads.inParallel(threads, number -> {
            final SplittableRandom random = new SplittableRandom(number);
            for (long now = START; now < endNs; now = clock.addAndGet(1_000)) {
                final int key = random.nextInt(10) == 0 ? random.nextInt(keys) : 0; // the first one is flooded
                final long mine = Math.max(START, now - random.nextInt(1_000_000));
                if (!TokenRate.isRefused(buckets.take(hash(key), rate, mine))) {
                    granted.incrementAndGet(key);
                }
            }
        });
        for (int key = 0; key < keys; key++) {
            assertTrue(granted.get(key) <= 100 + 3_000 + threads, granted.get(key) + " for key " + key);
        }
        assertTrue(granted.get(0) >= 3_100 - 3_100 / 100, granted.get(0) + " of 3,100");
    }

    /** All threads come with the same new key at once; whoever is first, it has one bucket. */
    @Test
    void aNewKeyHasOneBucketWhoeverComesWithIt() throws InterruptedException {
        final TokenRate rate = TokenRate.of(1, 1_000 * SECOND, 1, 0);
        final int keys = 100_000;
        final Buckets buckets = new Buckets(keys);
        final AtomicLongArray granted = new AtomicLongArray(keys);
        Threads.inParallel(4, number -> {
            for (int key = 0; key < keys; key++) {
                if (!TokenRate.isRefused(buckets.take(hash(key), rate, START))) {
                    granted.incrementAndGet(key);
                }
            }
        });
        long twice = 0;
        for (int key = 0; key < keys; key++) {
            assertTrue(granted.get(key) > 0);
            twice += granted.get(key) - 1;
        }
        assertTrue(twice <= keys / 10_000, twice + " keys had a second bucket, as theirs had to make room");
    }

    /** A table far too small, changed by all: nobody hangs, and a key that keeps coming keeps its bucket. */
    @Test
    void evictsUnderWayWithoutLosingCount() throws InterruptedException {
        final TokenRate often = TokenRate.of(1_000, SECOND, 1_000, 0);
        final TokenRate once = TokenRate.of(1_000_000, SECOND, 1, 0);
        final Buckets buckets = new Buckets(6); // one set
        final AtomicLong granted = new AtomicLong();
        final AtomicLong clock = new AtomicLong(START);
        Threads.inParallel(4, number -> {
            final SplittableRandom random = new SplittableRandom(number);
            for (int i = 0; i < 200_000; i++) {
                final long now = clock.addAndGet(100);
                buckets.take(random.nextLong() | 1, once, now);
                if (!TokenRate.isRefused(buckets.take(2, often, now))) {
                    granted.incrementAndGet();
                }
            }
        });
        final long most = 1_000 + (clock.get() - START) / 1_000_000 + 4;
        assertTrue(granted.get() <= most, granted.get() + " of " + most);
    }

    @Test
    void whenFullTheOldestIdleLeaveFirst() {
        final TokenRate rate = TokenRate.of(1, SECOND, 1, 0);
        final Buckets buckets = new Buckets(6); // one set: 16 keys
        for (int key = 1; key <= KeySlots.WAYS; key++) {
            buckets.take(key, rate, START + key);
        }
        assertFalse(TokenRate.isRefused(buckets.take(100, rate, START + 50)));
        assertTrue(TokenRate.isRefused(buckets.take(2, rate, START + 60)), "the second is there");
        assertFalse(TokenRate.isRefused(buckets.take(1, rate, START + 60)), "the first has left");
        assertFalse(TokenRate.isRefused(buckets.take(2, rate, START + 70)), "which made the second leave");
    }

    @Test
    void hasAMillionKeysAtLessThanAHundredBytesEach() {
        final int keys = 1_000_000;
        final TokenRate rate = TokenRate.of(1, 1_000 * SECOND, 2, 0);
        final Buckets buckets = new Buckets(keys);
        final SplittableRandom random = new SplittableRandom(3);
        final List<Long> first = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            final long key = random.nextLong() | 1;
            buckets.take(key, rate, START + i);
            if (i % 100 == 0) {
                first.add(key);
            }
        }
        long forgotten = 0;
        for (long key : first) {
            forgotten += rate.remaining(buckets.take(key, rate, START + keys)) != 0 ? 1 : 0;
        }
        assertTrue(forgotten <= first.size() / 1_000, forgotten + " of " + first.size() + " were forgotten");
        assertTrue(buckets.count(START + keys) > keys - keys / 1_000);
        assertTrue(Buckets.bytes(keys) <= 50L * keys, Buckets.bytes(keys) + " bytes");
    }

    @Test
    void allocatesNothing() {
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final TokenRate rate = TokenRate.of(1, SECOND, 2, 0);
        final Buckets buckets = new Buckets(1_000);
        long before = 0;
        for (int round = 0; round < 3; round++) {
            before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100_000; i++) {
                buckets.take(hash(i % 20_000), rate, START + i); // known, new and replaced
                buckets.giveBack(hash(i % 7), rate);
            }
        }
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, allocated + " bytes");
    }
}
