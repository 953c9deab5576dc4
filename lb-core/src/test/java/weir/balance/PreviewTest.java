package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What built-in algorithms say of their picks. That a preview names the next pick and changes nothing is part of the
 * contract.
 */
class PreviewTest {
    private final BackendSet backends = new BackendSet(new double[] {1, 2, 1, 0}, new long[] {11, 22, 33, 44});
    private final Loads loads = new Loads(1, 4);
    private final PickContext context = new PickContext();
    private long nowNs = 1;

    private Picker picker(Algorithm algorithm, double bound) {
        return algorithm.picker(new PickerParts(backends, 0, loads, loads.row(0), () -> nowNs, 7, bound));
    }

    private Preview preview(Picker picker) {
        final Preview preview = new Preview(4);
        picker.preview(context, preview);
        return preview;
    }

    @ParameterizedTest
    @EnumSource
    void eachSaysWhatAScoreIsAndWhoWins(Algorithm algorithm) {
        final Picker picker = picker(algorithm, 0);
        for (int i = 0; i < 250; i++) { // beyond two of the picks that the latency-aware ones give away
            context.reset();
            context.setKey(i % 5 == 0 ? PickContext.NO_KEY : Hashing.mix(i));
            final Preview preview = preview(picker);
            assertFalse(preview.scoreMeaning().isEmpty());
            assertFalse(Double.isNaN(preview.score(preview.winner())), "the winner's score");
            assertNull(preview.exclusion(preview.winner()));
            assertEquals(preview.winner(), picker.pick(context));
            picker.onStart(preview.winner());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyWinsWhenNobodyIsUp(Algorithm algorithm) {
        final Picker picker = picker(algorithm, 0);
        for (int i = 0; i < 4; i++) {
            backends.setUsable(i, false);
        }
        assertEquals(Picker.NONE, preview(picker).winner());
    }

    @ParameterizedTest
    @EnumSource(names = {"ROUND_ROBIN", "WEIGHTED_ROUND_ROBIN", "LEAST_CONNECTIONS", "WEIGHTED_LEAST_CONNECTIONS"})
    void theLeastScoreWins(Algorithm algorithm) {
        final Picker picker = picker(algorithm, 0);
        for (int i = 0; i < 50; i++) {
            final Preview preview = preview(picker);
            for (int other = 0; other < 3; other++) {
                assertTrue(preview.score(preview.winner()) <= preview.score(other));
            }
            picker.onStart(picker.pick(context));
        }
    }

    @Test
    void roundRobinCountsTheTurnsToWait() {
        backends.setWeight(1, 1);
        backends.setWeight(3, 1);
        backends.setUsable(1, false);
        final Picker picker = picker(Algorithm.ROUND_ROBIN, 0);
        picker.pick(context);
        assertScores(preview(picker), 2, Double.NaN, 0, 1);
    }

    @Test
    void leastConnectionsCountsByWeight() {
        final Picker picker = picker(Algorithm.LEAST_CONNECTIONS, 0);
        picker.onStart(0);
        picker.onStart(1);
        picker.onStart(2);
        assertScores(preview(picker), 1, 0.5, 1, Double.NaN);
        assertEquals(1, preview(picker).winner());
    }

    @Test
    void randomTellsTheOdds() {
        assertScores(preview(picker(Algorithm.RANDOM, 0)), 0.25, 0.5, 0.25, Double.NaN);
        context.addTried(1);
        assertScores(preview(picker(Algorithm.RANDOM, 0)), 0.5, Double.NaN, 0.5, Double.NaN);
    }

    @ParameterizedTest
    @EnumSource(names = {"TWO_CHOICES", "PEAK_EWMA"})
    void whoeverDrawsTwoSaysWhoWasNotDrawn(Algorithm algorithm) {
        final Preview preview = preview(picker(algorithm, 0));
        int notDrawn = 0;
        for (int i = 0; i < 4; i++) {
            notDrawn += Preview.NOT_DRAWN.equals(preview.exclusion(i)) ? 1 : 0;
        }
        assertEquals(1, notDrawn, "of three that can be drawn");
    }

    @ParameterizedTest
    @EnumSource(names = {"LEAST_RESPONSE_TIME", "PEAK_EWMA"})
    void latenciesAreToldAndMakeTheScore(Algorithm algorithm) {
        final Picker picker = picker(algorithm, 0);
        for (int i = 0; i < 3; i++) {
            picker.onStart(i);
            picker.onEnd(i, (i + 1) * 1_048_576L, AttemptEnd.ANSWERED);
        }
        picker.onStart(1);
        final Preview preview = preview(picker);
        assertEquals(1_048_576, preview.latencyNs(0));
        assertEquals(2_097_152, preview.latencyNs(1));
        assertScores(preview, 1_048_576, 2_097_152, 3_145_728, Double.NaN);
    }

    @ParameterizedTest
    @EnumSource(names = {"LEAST_RESPONSE_TIME", "PEAK_EWMA"})
    void theHundredthPickSaysWhyItIsNotTheBest(Algorithm algorithm) {
        final Picker picker = picker(algorithm, 0);
        for (int i = 0; i < 99; i++) {
            assertEquals("", preview(picker).note());
            picker.pick(context);
        }
        assertEquals("one pick in 100 goes to whose turn it is", preview(picker).note());
    }

    @ParameterizedTest
    @EnumSource(names = {"RING_HASH", "MAGLEV", "RENDEZVOUS", "IP_HASH"})
    void hashesTellTheOrderInWhichTheKeyIsLed(Algorithm algorithm) {
        final Picker picker = picker(algorithm, 0);
        context.setKey(Hashing.mix(1));
        final Preview preview = preview(picker);
        final int home = preview.winner();
        assertEquals(0, preview.score(home));
        backends.setUsable(home, false);
        final Preview without = preview(picker);
        assertEquals(0, without.score(home), "still its place");
        assertEquals(1, without.score(without.winner()));
        assertEquals("", without.note());
        context.setKey(PickContext.NO_KEY);
        assertEquals(
                "the request has no key, so it gets a random one",
                preview(picker).note());
    }

    @ParameterizedTest
    @EnumSource(names = {"RING_HASH", "MAGLEV", "RENDEZVOUS"})
    void aBoundedLoadSaysWhoIsOverIt(Algorithm algorithm) {
        final Picker picker = picker(algorithm, 1.25);
        context.setKey(Hashing.mix(1));
        final int home = preview(picker).winner();
        for (int i = 0; i < 6; i++) {
            picker.onStart(home);
        }
        final Preview preview = preview(picker);
        assertEquals(Preview.OVER_BOUND, preview.exclusion(home));
        assertTrue(preview.winner() != home);
        assertNull(preview.exclusion(preview.winner()));
    }

    @Test
    void firstNamesTheFirstWithRoom() {
        final Picker picker = picker(Algorithm.FIRST, 0);
        context.setRoom(index -> index != 0);
        final Preview preview = preview(picker);
        assertScores(preview, 0, 1, 2, 3);
        assertEquals(1, preview.winner());
    }

    @ParameterizedTest
    @EnumSource
    void nobodyWinsWhoIsFull(Algorithm algorithm) {
        final Picker picker = picker(algorithm, 0);
        for (int i = 0; i < 250; i++) {
            final int full = i % 3;
            context.setRoom(index -> index != full);
            context.setKey(Hashing.mix(i));
            final int expected = preview(picker).winner();
            assertTrue(expected != full && expected != Picker.NONE, "winner: " + expected);
            assertEquals(expected, picker.pick(context));
            picker.onStart(expected);
        }
        context.setRoom(index -> false);
        assertEquals(Picker.NONE, preview(picker).winner());
    }

    @Test
    void aGuardTrustsNoWinnerThatCouldNotBePicked() {
        final Preview preview = new Preview(4);
        final Picker own = new Picker() {
            @Override
            public int pick(PickContext request) {
                return 0;
            }

            @Override
            public void preview(PickContext request, Preview into) {
                into.setWinner(3);
                into.setScore(4, 1);
            }
        };
        final int[] faults = {0};
        new GuardedPicker("mine", own, backends, fault -> faults[0]++).preview(context, preview);
        assertEquals(Preview.UNKNOWN, preview.winner());
        assertEquals(1, faults[0]);
    }

    private static void assertScores(Preview preview, double... expected) {
        final double[] scores = new double[expected.length];
        Arrays.setAll(scores, preview::score);
        assertEquals(Arrays.toString(expected), Arrays.toString(scores));
    }
}
