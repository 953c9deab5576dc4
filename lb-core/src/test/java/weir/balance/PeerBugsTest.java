package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.testkit.Seed;

/** What went wrong in other balancers. */
class PeerBugsTest {
    /** Caddy's random_choose keeps the worse of its two draws among the candidates, and picks one of them by lot. */
    @Test
    void twoChoicesNeverTakesTheWorseOfTwo() {
        final Drill drill = new Drill(Algorithm.TWO_CHOICES, Drill.even(2), new int[] {0}, 1_000, 0, 1);
        for (int i = 0; i < 5; i++) {
            drill.pickers[0].onStart(0);
        }
        for (int i = 0; i < 4; i++) { // 5 against 0..3: with two backends the draws are always both
            assertEquals(1, drill.pick());
        }
    }

    /** Traefik's leasttime measures in whole milliseconds, so everything below is 0 and its load does not count. */
    @ParameterizedTest
    @EnumSource(names = {"LEAST_RESPONSE_TIME", "PEAK_EWMA"})
    void tellsBackendsApartThatAnswerWithinAMillisecond(Algorithm algorithm) {
        final Drill drill = Drill.of(algorithm, 1, 1);
        drill.latencies[0] = 100_000;
        drill.latencies[1] = 900_000;
        drill.shares(1_000);
        final int[] shares = drill.shares(10_000);
        assertTrue(shares[0] > 2 * shares[1], Arrays.toString(shares));
    }

    /** Traefik's leasttime takes a backend without history for one that answers in no time, and all requests go there. */
    @ParameterizedTest
    @EnumSource(names = {"LEAST_RESPONSE_TIME", "PEAK_EWMA"})
    void doesNotStampedeToAColdBackend(Algorithm algorithm) {
        final Drill drill = Drill.of(algorithm, Drill.even(5));
        drill.setUsable(4, false);
        drill.shares(2_000);
        drill.setUsable(4, true);
        int inARow = 0;
        int longest = 0;
        for (int i = 0; i < 200; i++) {
            inARow = drill.pick() == 4 ? inARow + 1 : 0;
            longest = Math.max(longest, inARow);
        }
        assertTrue(longest <= 8, longest + " in a row; level with the others is 8 in flight");
    }

    /** traefik#12306: with a window of 100 samples and no decay, a backend that was slow once got 5 of 1500 requests, for ever. */
    @ParameterizedTest
    @EnumSource(names = {"LEAST_RESPONSE_TIME", "PEAK_EWMA"})
    void forgivesABackendThatWasSlowOnce(Algorithm algorithm) {
        final Drill drill = Drill.of(algorithm, Drill.even(3));
        drill.latencies[1] = 3_000_000_000L;
        drill.shares(300);
        drill.latencies[1] = Drill.LATENCY_NS;
        final int minute = (int) (120_000_000_000L / Drill.STEP_NS);
        drill.shares(minute); // two minutes, enough to fade from 3 s to 1 ms
        final int[] shares = drill.shares(30_000);
        assertTrue(shares[1] > 7_500, "10000 is fair: " + Arrays.toString(shares));
    }

    /** A backend that fails at once is fast; so whoever only measures sends it everything. */
    @ParameterizedTest
    @EnumSource(names = {"LEAST_RESPONSE_TIME", "PEAK_EWMA"})
    void doesNotPreferABackendThatFailsFast(Algorithm algorithm) {
        final Drill drill = Drill.of(algorithm, Drill.even(3));
        drill.fails[2] = true;
        drill.latencies[2] = 10_000;
        drill.shares(300);
        final int[] shares = drill.shares(30_000);
        assertTrue(shares[2] < 6_000, "10000 is fair: " + Arrays.toString(shares));
    }

    /** Envoy's workers have a cursor each and all begin at the same host (envoy#2593 and others). */
    @ParameterizedTest
    @EnumSource(names = {"ROUND_ROBIN", "WEIGHTED_ROUND_ROBIN"})
    void loopsBeginApart(Algorithm algorithm) {
        final int[] first = new int[8];
        for (int loop = 0; loop < 8; loop++) {
            first[algorithm.picker(PickerParts.of(new BackendSet(8), loop)).pick(new PickContext())]++;
        }
        assertTrue(Arrays.stream(first).allMatch(count -> count == 1), Arrays.toString(first));
    }

    /** Caddy's weighted round robin gives AAAAABC; nginx's 5, 1, 1 gives aabacaa. */
    @Test
    void weightedRoundRobinSpreadsTheTurnsOfTheHeavy() {
        final Drill drill = Drill.of(Algorithm.WEIGHTED_ROUND_ROBIN, 5, 1, 1);
        final int[] picks = new int[70];
        Arrays.setAll(picks, i -> drill.pick());
        int inARow = 0;
        for (int pick : picks) {
            inARow = pick == 0 ? inARow + 1 : 0;
            assertTrue(inARow <= 4, Arrays.toString(picks));
        }
    }

    /** At no time is a backend further than one turn and a half from its share so far. */
    @Test
    void weightedRoundRobinStaysCloseToTheShares() {
        Seed.forEach(1, 50, random -> {
            final double[] weights = new double[2 + random.nextInt(10)];
            Arrays.setAll(weights, i -> 0.1 + random.nextDouble() * 10);
            final double total = Arrays.stream(weights).sum();
            final Drill drill = Drill.of(Algorithm.WEIGHTED_ROUND_ROBIN, weights);
            final int[] shares = new int[weights.length];
            for (int picks = 1; picks <= 5_000; picks++) {
                shares[drill.pick()]++;
                for (int i = 0; i < weights.length; i++) {
                    assertEquals(picks * weights[i] / total, shares[i], 2, "after " + picks);
                }
            }
        });
    }

    @Test
    void weightedRoundRobinIsAsExactAfterAMillionPicks() {
        final Drill drill = Drill.of(Algorithm.WEIGHTED_ROUND_ROBIN, 0.3, 0.2, 0.01);
        final int[] shares = drill.shares(1_020_000);
        assertEquals(600_000, shares[0], 2);
        assertEquals(400_000, shares[1], 2);
        assertEquals(20_000, shares[2], 2);
    }
}
