package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.testkit.Seed;

/** What every algorithm promises. A new constant of {@link Algorithm} is covered without a new line here. */
class PickerContractTest {
    /** Next to where a cursor could wrap: around zero, around the count, and at the ends of the type. */
    private static final int[] STARTS = {
        0, 1, 4, 5, -1, -5, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 3, Integer.MIN_VALUE
    };

    private static final int PICKS = 20_000;
    /** Wide enough for an algorithm that draws lots: some ten standard deviations. */
    private static final double TOLERANCE = 0.15;

    private final PickContext fresh = new PickContext();

    @ParameterizedTest
    @EnumSource
    void picksOnlyUsableBackends(Algorithm algorithm) {
        Seed.forEach(1, 200, random -> {
            final BackendSet backends = new BackendSet(1 + random.nextInt(9));
            final Picker picker = algorithm.picker(backends, random.nextInt());
            for (int i = 0; i < 200; i++) {
                backends.setUsable(random.nextInt(backends.count()), random.nextBoolean());
                final int index = picker.pick(fresh);
                assertEquals(backends.usableCount() == 0, index == Picker.NONE);
                assertTrue(index == Picker.NONE || backends.isUsable(index));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void picksEachBackendOnceForOneRequest(Algorithm algorithm) {
        for (int start : STARTS) {
            final BackendSet backends = new BackendSet(5);
            backends.setUsable(2, false);
            final Picker picker = algorithm.picker(backends, start);
            final PickContext context = new PickContext();
            final Set<Integer> tried = new HashSet<>();
            for (int index = picker.pick(context); index != Picker.NONE; index = picker.pick(context)) {
                assertTrue(tried.add(index), "twice " + index);
                context.addTried(index);
            }
            assertEquals(Set.of(0, 1, 3, 4), tried, "start " + start);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasNothingToPickFromAnEmptySet(Algorithm algorithm) {
        for (int start : STARTS) {
            assertEquals(Picker.NONE, algorithm.picker(new BackendSet(0), start).pick(fresh));
        }
    }

    @ParameterizedTest
    @EnumSource
    void picksTheOnlyBackendAgainAndAgain(Algorithm algorithm) {
        for (int start : STARTS) {
            final Picker picker = algorithm.picker(new BackendSet(1), start);
            for (int i = 0; i < 10; i++) {
                assertEquals(0, picker.pick(fresh));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesFairSharesWhereverItStarts(Algorithm algorithm) {
        for (int start : STARTS) {
            final BackendSet backends = new BackendSet(5);
            expectsFairShares(backends, algorithm.picker(backends, start));
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotDoubleTheNeighbourOfABackendThatIsDown(Algorithm algorithm) {
        for (int down = 0; down < 5; down++) {
            final BackendSet backends = new BackendSet(5);
            backends.setUsable(down, false);
            expectsFairShares(backends, algorithm.picker(backends, Integer.MAX_VALUE - down));
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesABackendThatReturnsItsShareAgain(Algorithm algorithm) {
        final BackendSet backends = new BackendSet(4);
        final Picker picker = algorithm.picker(backends, 0);
        backends.setUsable(1, false);
        expectsFairShares(backends, picker);
        backends.setUsable(1, true);
        expectsFairShares(backends, picker);
    }

    @ParameterizedTest
    @EnumSource
    void picksWithoutAllocating(Algorithm algorithm) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final BackendSet backends = new BackendSet(7);
        backends.setUsable(3, false);
        final Picker picker = algorithm.picker(backends, 1);
        pickAndForget(picker, 50_000); // classes are loaded, code is compiled
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) { // the least of several, for the compiler may interfere with one
            final long before = threads.getCurrentThreadAllocatedBytes();
            pickAndForget(picker, 10_000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 10_000, least + " bytes for 10000 picks"); // the bean itself takes a few
    }

    @ParameterizedTest
    @EnumSource
    void hasAWordOfItsOwn(Algorithm algorithm) {
        assertTrue(algorithm.word().matches("[a-z0-9]+(-[a-z0-9]+)*"), algorithm.word());
        for (Algorithm other : Algorithm.values()) {
            assertTrue(other == algorithm || !other.word().equals(algorithm.word()));
        }
    }

    private void pickAndForget(Picker picker, int count) {
        for (int i = 0; i < count; i++) {
            fresh.reset();
            fresh.addTried(picker.pick(fresh));
            picker.pick(fresh);
        }
        fresh.reset();
    }

    private void expectsFairShares(BackendSet backends, Picker picker) {
        final int[] shares = new int[backends.count()];
        for (int i = 0; i < PICKS; i++) {
            final int index = picker.pick(fresh);
            assertNotEquals(Picker.NONE, index);
            shares[index]++;
        }
        final double fair = (double) PICKS / backends.usableCount();
        for (int i = 0; i < shares.length; i++) {
            final double expected = backends.isUsable(i) ? fair : 0;
            assertEquals(expected, shares[i], expected * TOLERANCE, "shares " + Arrays.toString(shares));
            assertFalse(shares[i] > 0 && !backends.isUsable(i));
        }
    }
}
