package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.balance.kit.Drill;

/**
 * What went wrong in other balancers, and concerns single algorithms; {@link weir.balance.kit} has what concerns many.
 */
class PeerBugsTest {
    /** Caddy's random_choose keeps the worse of its two draws among the candidates, and picks one of them by lot. */
    @Test
    void twoChoicesNeverTakesTheWorseOfTwo() {
        final Drill drill = new Drill(Algorithm.TWO_CHOICES::picker, new double[] {1, 1}, new int[] {0}, 1_000, 0, 1);
        for (int i = 0; i < 5; i++) {
            drill.picker(0).onStart(0);
        }
        for (int i = 0; i < 4; i++) { // 5 against 0..3: with two backends the draws are always both
            assertEquals(1, drill.pick());
        }
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
        final Drill drill =
                new Drill(Algorithm.WEIGHTED_ROUND_ROBIN::picker, new double[] {5, 1, 1}, new int[] {0}, 8, 0, 1);
        final int[] picks = new int[70];
        Arrays.setAll(picks, i -> drill.pick());
        int inARow = 0;
        for (int pick : picks) {
            inARow = pick == 0 ? inARow + 1 : 0;
            assertTrue(inARow <= 4, Arrays.toString(picks));
        }
    }

    /** HAProxy's leastconn sorts all idle servers alike, whatever their weights (fwlc_get_key). */
    @Test
    void leastConnectionsKeepsToTheWeightsWhileAllAreIdle() {
        final Drill drill = new Drill(Algorithm.LEAST_CONNECTIONS::picker, new double[] {3, 1}, new int[] {0}, 0, 0, 1);
        assertEquals(30_000, drill.shares(40_000)[0], 350); // lots decide; a standard deviation is 87
    }

    /**
     * A cursor that only counts up: negative after 2^31 picks (seen in five balancers). Here it stands at the edge when
     * it starts.
     */
    @ParameterizedTest
    @EnumSource
    void noCursorRunsOverTheEndOfItsType(Algorithm algorithm) {
        final Drill drill = new Drill(
                algorithm::picker,
                new double[] {1, 1, 1},
                new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE},
                5,
                0,
                Long.MAX_VALUE);
        drill.shares(100);
    }
}
