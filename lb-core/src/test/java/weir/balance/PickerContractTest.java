package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
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

    private final PickContext fresh = new PickContext();

    @ParameterizedTest
    @EnumSource
    void picksOnlyUsableBackends(Algorithm algorithm) {
        Seed.forEach(1, 30, random -> {
            final double[] weights = new double[1 + random.nextInt(9)];
            Arrays.setAll(weights, i -> random.nextInt(4) == 0 ? 0 : random.nextDouble() * 10);
            final double bound = algorithm.kind() == Algorithm.Kind.HASHES && random.nextBoolean() ? 1.25 : 0;
            final Drill drill =
                    new Drill(algorithm, weights, new int[] {random.nextInt()}, 20, bound, random.nextLong());
            for (int i = 0; i < 200; i++) {
                drill.setUsable(random.nextInt(weights.length), random.nextBoolean());
                final int index = drill.pick();
                assertEquals(drill.sets[0].usableCount() == 0, index == Picker.NONE);
                assertTrue(index == Picker.NONE || drill.sets[0].isUsable(index));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void picksEachBackendOnceForOneRequest(Algorithm algorithm) {
        for (int start : STARTS) {
            final Drill drill = new Drill(algorithm, new double[] {1, 0.01, 5, 256, 1}, new int[] {start}, 9, 0, start);
            drill.setUsable(2, false);
            for (int request = 0; request < 150; request++) { // beyond the picks that the latency-aware ones give away
                final Set<Integer> tried = new HashSet<>();
                drill.context.reset();
                drill.context.setKey(Mix.of(request));
                for (int index = drill.pickAsItIs(); index != Picker.NONE; index = drill.pickAsItIs()) {
                    assertTrue(tried.add(index), "twice " + index);
                    drill.context.addTried(index);
                }
                assertEquals(Set.of(0, 1, 3, 4), tried, "start " + start);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasNothingToPickFromAnEmptySet(Algorithm algorithm) {
        for (int start : STARTS) {
            assertEquals(
                    Picker.NONE, picker(algorithm, new BackendSet(0), start).pick(fresh));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasNothingToPickWhenAllWeightsAreZero(Algorithm algorithm) {
        assertEquals(Picker.NONE, Drill.of(algorithm, 0, 0).pick());
    }

    @ParameterizedTest
    @EnumSource
    void picksTheOnlyBackendAgainAndAgain(Algorithm algorithm) {
        for (int start : STARTS) {
            final Picker picker = picker(algorithm, new BackendSet(1), start);
            for (int i = 0; i < 210; i++) {
                assertEquals(0, picker.pick(fresh));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
    void givesFairSharesWhereverItStarts(Algorithm algorithm) {
        for (int start : STARTS) {
            final Drill drill = new Drill(algorithm, Drill.even(5), new int[] {start}, 40, 0, start);
            expectsShares(algorithm, drill, PICKS);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
    void givesSharesInProportionToTheWeights(Algorithm algorithm) {
        for (int start : new int[] {0, 3, -1}) {
            final double[] weights = {5, 2.5, 1, 1, 0.5};
            expectsShares(algorithm, new Drill(algorithm, weights, new int[] {start}, 80, 0, start), 100_000);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
    void staysFairWithSixteenLoops(Algorithm algorithm) {
        final int[] starts = IntStream.range(0, 16).toArray();
        expectsShares(algorithm, new Drill(algorithm, new double[] {4, 2, 1, 1}, starts, 100, 0, 7), 100_000);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
    void doesNotDoubleTheNeighbourOfABackendThatIsDown(Algorithm algorithm) {
        for (int down = 0; down < 5; down++) {
            final Drill drill = new Drill(algorithm, Drill.even(5), new int[] {Integer.MAX_VALUE - down}, 40, 0, down);
            drill.setUsable(down, false);
            expectsShares(algorithm, drill, PICKS);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
    void givesABackendThatReturnsItsShareAgainAndNoMore(Algorithm algorithm) {
        final Drill drill = Drill.of(algorithm, Drill.even(4));
        drill.setUsable(1, false);
        expectsShares(algorithm, drill, PICKS);
        drill.setUsable(1, true);
        final int burst = drill.shares(40)[1];
        assertTrue(burst <= 28, "of the first 40: " + burst); // up to 8 to be level with the others, then its share
        expectsShares(algorithm, drill, PICKS);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
    void takesNewWeightsAtOnce(Algorithm algorithm) {
        final Drill drill = Drill.of(algorithm, 1, 1, 1);
        drill.shares(100);
        drill.sets[0].setWeight(0, 3);
        drill.sets[0].setWeight(2, 0);
        drill.shares(200);
        expectsShares(algorithm, drill, PICKS);
        assertEquals(0, drill.shares(1000)[2]);
    }

    /** Nobody who is usable waits for longer than many rounds, whatever it has done: here one is slow and one fails. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
    void starvesNobody(Algorithm algorithm) {
        final Drill drill = new Drill(algorithm, Drill.even(5), new int[] {0}, 2, 0, 3);
        drill.latencies[1] = 5_000_000_000L;
        drill.fails[2] = true;
        drill.latencies[2] = 1;
        final int rounds = 5 * Floor.EVERY;
        for (int i = 0; i < 20; i++) {
            final int[] shares = drill.shares(rounds);
            assertTrue(Arrays.stream(shares).min().getAsInt() >= 1, Arrays.toString(shares));
        }
    }

    /** With everything level, nobody is the first of all each time. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
    void doesNotHerdOnTies(Algorithm algorithm) {
        final int loops = 64;
        final int[] first = new int[8];
        for (int loop = 0; loop < loops; loop++) {
            final Drill drill = new Drill(algorithm, Drill.even(8), new int[] {loop}, 1, 0, loop);
            first[drill.pick()]++;
        }
        assertTrue(Arrays.stream(first).max().getAsInt() <= 20, "8 expected: " + Arrays.toString(first));
    }

    /** Charging changes who gets the next request, never who may get one. */
    @ParameterizedTest
    @EnumSource
    void picksOnlyUsableBackendsHoweverTheyAreCharged(Algorithm algorithm) {
        Seed.forEach(1, 30, random -> {
            final double[] weights = new double[1 + random.nextInt(9)];
            Arrays.setAll(weights, i -> random.nextInt(4) == 0 ? 0 : random.nextDouble() * 10);
            final Drill drill = new Drill(algorithm, weights, new int[] {random.nextInt()}, 20, 0, random.nextLong());
            for (int i = 0; i < 300; i++) {
                drill.setUsable(random.nextInt(weights.length), random.nextBoolean());
                for (int charges = random.nextInt(100); charges > 0; charges--) {
                    drill.pickers[0].charge(random.nextInt(weights.length)); // be it usable or not
                }
                final int index = drill.pick();
                assertEquals(drill.sets[0].usableCount() == 0, index == Picker.NONE);
                assertTrue(index == Picker.NONE || drill.sets[0].isUsable(index));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
    void forgetsADebtAfterItsBound(Algorithm algorithm) {
        final Drill drill = Drill.of(algorithm, Drill.even(4));
        drill.shares(10);
        for (int i = 0; i < 1_000_000; i++) {
            drill.pickers[0].charge(2);
        }
        final int rounds = Picker.DEBT_MAX + 2; // the bound, the turn itself, and one because of where it stood
        final int lots = algorithm.kind() == Algorithm.Kind.DRAWS ? 3 * rounds : rounds; // a lot comes when it comes
        assertTrue(drill.shares(4 * lots)[2] >= 1, "waits for longer than its debt");
        drill.shares(4 * lots);
        expectsShares(algorithm, drill, PICKS);
    }

    @ParameterizedTest
    @EnumSource
    void picksEachBackendOnceForOneRequestHoweverTheyAreCharged(Algorithm algorithm) {
        final Drill drill = new Drill(algorithm, new double[] {1, 0.01, 5, 256, 1}, new int[] {0}, 9, 0, 1);
        for (int request = 0; request < 150; request++) {
            final Set<Integer> tried = new HashSet<>();
            drill.context.reset();
            drill.context.setKey(Mix.of(request));
            for (int index = drill.pickAsItIs(); index != Picker.NONE; index = drill.pickAsItIs()) {
                assertTrue(tried.add(index), "twice " + index);
                drill.context.addTried(index);
                drill.pickers[0].charge(request % 5);
            }
            assertEquals(Set.of(0, 1, 2, 3, 4), tried);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasNothingInFlightWhenAllHasEnded(Algorithm algorithm) {
        final Drill drill = new Drill(algorithm, Drill.even(3), new int[] {0, 1}, 10, 0, 1);
        drill.shares(1000);
        assertEquals(drill.pickers[0].wantsFeedback() ? 10 : 0, drill.loads.total());
        drill.endAll();
        assertEquals(0, drill.loads.total());
        for (int i = 0; i < 3; i++) {
            assertEquals(0, drill.loads.inFlight(i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void picksWithoutAllocating(Algorithm algorithm) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final double bound = algorithm.kind() == Algorithm.Kind.HASHES ? 1.25 : 0;
        final Drill drill = new Drill(algorithm, new double[] {1, 2, 3, 4, 5, 6, 7}, new int[] {1, 2}, 20, bound, 1);
        drill.setUsable(3, false);
        pickAndForget(drill, 50_000); // classes are loaded, code is compiled
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) { // the least of several, for the compiler may interfere with one
            final long before = threads.getCurrentThreadAllocatedBytes();
            pickAndForget(drill, 10_000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 10_000, least + " bytes for 10000 picks"); // the bean itself takes a few
    }

    @ParameterizedTest
    @EnumSource
    void picksTheSameFromTheSameParts(Algorithm algorithm) {
        final Drill one = Drill.of(algorithm, 1, 2, 3);
        final Drill other = Drill.of(algorithm, 1, 2, 3);
        for (int i = 0; i < 1000; i++) {
            assertEquals(one.pick(), other.pick());
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasAWordOfItsOwn(Algorithm algorithm) {
        assertTrue(algorithm.word().matches("[a-z0-9]+(-[a-z0-9]+)*"), algorithm.word());
        for (Algorithm other : Algorithm.values()) {
            assertTrue(other == algorithm || !other.word().equals(algorithm.word()));
        }
    }

    static Picker picker(Algorithm algorithm, BackendSet backends, int start) {
        return algorithm.picker(PickerParts.of(backends, start));
    }

    private static void pickAndForget(Drill drill, int count) {
        for (int i = 0; i < count; i++) {
            drill.context.addTried(drill.pick());
            drill.pickAsItIs();
        }
    }

    private static void expectsShares(Algorithm algorithm, Drill drill, int picks) {
        final int[] shares = drill.shares(picks);
        final BackendSet backends = drill.sets[0];
        double chiSquared = 0;
        for (int i = 0; i < shares.length; i++) {
            final double expected = backends.isUsable(i) ? picks * backends.weight(i) / backends.usableWeight() : 0;
            final double tolerance = switch (algorithm.kind()) {
                case TURNS -> 1 + drill.pickers.length;
                case HASHES -> expected * (algorithm == Algorithm.RING_HASH ? 0.25 : 0.1);
                case LOADS -> expected * 0.15; // requests are counted whole, which favours the light a little
                case LATENCIES -> expected * 0.15; // the request itself counts, which favours the heavy a little
                default -> expected * 0.1;
            };
            assertEquals(expected, shares[i], tolerance, i + " of " + Arrays.toString(shares));
            chiSquared += expected == 0 ? 0 : (shares[i] - expected) * (shares[i] - expected) / expected;
        }
        if (algorithm.kind() == Algorithm.Kind.DRAWS || algorithm.kind() == Algorithm.Kind.ADDRESS) {
            assertTrue(chiSquared < 25, "chi squared " + chiSquared); // p = 0.00005 with 4 degrees of freedom
        }
    }
}
