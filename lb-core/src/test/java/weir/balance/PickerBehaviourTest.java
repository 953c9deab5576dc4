package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.balance.kit.Drill;

/** What sets the algorithms apart. */
class PickerBehaviourTest {
    private static Drill drill(Algorithm algorithm, double[] weights, int[] starts, int inFlightMax) {
        return new Drill(algorithm::picker, weights, starts, inFlightMax, PickerParts.UNBOUNDED, 1);
    }

    @Test
    void firstFillsOneBackendAfterTheOther() {
        final Picker picker = Algorithm.FIRST.picker(PickerParts.of(new BackendSet(3), 0));
        final int[] room = {2, 1, 9};
        final PickContext context = new PickContext();
        context.setRoom(backend -> room[backend] > 0);
        final int[] picks = new int[5];
        for (int i = 0; i < picks.length; i++) {
            picks[i] = picker.pick(context);
            room[picks[i]]--;
        }
        assertEquals("[0, 0, 1, 2, 2]", Arrays.toString(picks));
        room[0]++;
        assertEquals(0, picker.pick(context));
    }

    @Test
    void leastConnectionsSeesWhatOtherLoopsHaveInFlight() {
        final Drill drill = drill(Algorithm.LEAST_CONNECTIONS, new double[] {1, 1, 1}, new int[] {0, 1, 2}, 100);
        drill.picker(0).onStart(0);
        drill.picker(1).onStart(1);
        assertEquals(2, drill.picker(2).pick(drill.context()));
    }

    @Test
    void weightedLeastConnectionsPrefersTheHeavyWhenAllAreIdle() {
        assertEquals(
                1,
                drill(Algorithm.WEIGHTED_LEAST_CONNECTIONS, new double[] {1, 3, 2}, new int[] {0}, 24)
                        .pick());
    }

    @ParameterizedTest
    @EnumSource(names = {"LEAST_CONNECTIONS", "WEIGHTED_LEAST_CONNECTIONS"})
    void neverTakesABackendThatIsBusierThanAnother(Algorithm algorithm) {
        final Drill drill = drill(algorithm, new double[] {1, 1, 1, 1, 1}, new int[] {0, 1}, 33);
        for (int i = 0; i < 1_000; i++) {
            int least = Integer.MAX_VALUE;
            for (int backend = 0; backend < 5; backend++) {
                least = Math.min(least, drill.loads().inFlight(backend));
            }
            final int[] before = new int[5];
            Arrays.setAll(before, drill.loads()::inFlight);
            assertEquals(least, before[drill.pick()]);
        }
    }

    /**
     * By turn it would win each: who is slow is seldom level with the others, and has waited longest whenever it is.
     */
    @ParameterizedTest
    @EnumSource(names = {"LEAST_CONNECTIONS", "WEIGHTED_LEAST_CONNECTIONS", "LEAST_RESPONSE_TIME"})
    void whoWasBusyWinsNoMoreThanItsPartOfTheTies(Algorithm algorithm) {
        final Picker picker =
                drill(algorithm, new double[] {1, 1, 1}, new int[] {0}, 1).picker(0);
        final PickContext context = new PickContext();
        final int[] won = new int[3];
        for (int i = 0; i < 3_000; i++) {
            picker.onStart(2);
            for (int others = 0; others < 4; others++) {
                picker.pick(context);
            }
            picker.onEnd(2, 1, AttemptEnd.UNKNOWN);
            won[picker.pick(context)]++;
        }
        for (int count : won) {
            assertEquals(1_000, count, 150, Arrays.toString(won));
        }
    }

    @Test
    void tiesAreWonInProportionToTheWeights() {
        final Drill drill = drill(Algorithm.LEAST_CONNECTIONS, new double[] {1, 2, 4, 1}, new int[] {0}, 0);
        drill.picker(0).onStart(0); // busy, so it takes no part
        drill.setUsable(3, false);
        final int[] shares = drill.shares(12_000);
        assertEquals(
                "[0, 4000, 8000, 0]",
                Arrays.toString(
                        Arrays.stream(shares).map(n -> (n + 250) / 500 * 500).toArray()));
    }

    /** Of those that are level, a lower index must not win more. */
    @ParameterizedTest
    @EnumSource(names = {"LEAST_CONNECTIONS", "WEIGHTED_LEAST_CONNECTIONS"})
    void favoursNoIndexAmongThoseThatAreLevel(Algorithm algorithm) {
        final double[] even = new double[20];
        Arrays.fill(even, 1);
        final Drill drill = drill(algorithm, even, new int[] {0}, 15);
        drill.shares(1_000);
        final int[] shares = drill.shares(200_000);
        final int first = Arrays.stream(shares, 0, 5).sum();
        final int last = Arrays.stream(shares, 15, 20).sum();
        assertEquals(1, (double) first / last, 0.03, Arrays.toString(shares)); // a deviation is 0.006
    }

    /** One request at a time, so that load says nothing, and far fewer than the floor needs. */
    @ParameterizedTest
    @EnumSource(names = {"LEAST_RESPONSE_TIME", "PEAK_EWMA"})
    void whoIsNewIsTriedBeforeTheFloorComesToIt(Algorithm algorithm) {
        final long[] nowNs = {1};
        final Loads loads = new Loads(1, 2);
        final Picker picker = algorithm.picker(
                new PickerParts(new BackendSet(2), 0, loads, loads.row(0), () -> nowNs[0], 1, PickerParts.UNBOUNDED));
        final int[] picks = new int[2];
        for (int i = 0; i < 40; i++) {
            nowNs[0] += 100_000_000;
            final int backend = picker.pick(new PickContext());
            picker.onStart(backend);
            nowNs[0] += Drill.LATENCY_NS;
            picker.onEnd(backend, Drill.LATENCY_NS, AttemptEnd.ANSWERED);
            picks[backend]++;
        }
        assertTrue(Math.min(picks[0], picks[1]) >= 5, Arrays.toString(picks));
    }

    @Test
    void anAbandonedRequestCountsOnlyWhenItWasSlow() {
        final Latencies latencies = new Latencies(new BackendSet(2));
        latencies.observePeak(0, 1_000, AttemptEnd.ANSWERED, 1);
        assertTrue(latencies.isNews(0, 2_000, AttemptEnd.ABANDONED, 1));
        assertTrue(!latencies.isNews(0, 500, AttemptEnd.ABANDONED, 1));
        assertTrue(!latencies.isNews(0, 500, AttemptEnd.UNKNOWN, 1));
    }

    @Test
    void aPeakIsTakenAtOnceAndFades() {
        final Latencies latencies = new Latencies(new BackendSet(1));
        latencies.observePeak(0, 1_000, AttemptEnd.ANSWERED, 1);
        latencies.observePeak(0, 9_000, AttemptEnd.ANSWERED, 1);
        assertEquals(9_000, latencies.costNs(0, 1));
        assertEquals(4_500, latencies.costNs(0, 1 + Latencies.HALF_LIFE_NS), 1);
        latencies.observePeak(0, 1_000, AttemptEnd.ANSWERED, 1 + Latencies.HALF_LIFE_NS);
        assertEquals(5_000, latencies.costNs(0, 1 + Latencies.HALF_LIFE_NS), 1);
    }

    @Test
    void fadesAsAnExponentialDoes() {
        for (long age = 0; age < 30 * Latencies.HALF_LIFE_NS; age += 97_000_000) {
            final double exact = Math.pow(2, -(double) age / Latencies.HALF_LIFE_NS);
            assertEquals(1.031, Latencies.fading(age) / exact, 0.0312);
        }
        assertEquals(0, Latencies.fading(Long.MAX_VALUE), 1e-300);
        assertEquals(1, Latencies.fading(-5));
    }
}
