package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weir.testkit.Seed;

/** Who gets how much. */
interface ShareContract extends Subject {
    int PICKS = 20_000;
    int MANY_PICKS = 100_000;

    /** What an algorithm that goes by latency may give away between two turns of a backend, times the backends. */
    int ROUND = 100;

    @Test
    default void givesFairSharesWhereverItStarts() {
        claims(Trait.FAIR);
        for (int start : EligibilityContract.STARTS) {
            expectShares(drill(Subject.even(5), new int[] {start}, 40, 0, start), PICKS);
        }
    }

    @Test
    default void givesSharesInProportionToTheWeights() {
        claims(Trait.WEIGHTED);
        for (int start : new int[] {0, 3, -1}) {
            expectShares(drill(new double[] {5, 2.5, 1, 1, 0.5}, new int[] {start}, 80, 0, start), MANY_PICKS);
        }
    }

    @Test
    default void staysFairWithSixteenLoops() {
        claims(Trait.FAIR);
        final double[] weights = traits().contains(Trait.WEIGHTED) ? new double[] {4, 2, 1, 1} : Subject.even(4);
        expectShares(drill(weights, IntStream.range(0, 16).toArray(), 100, 0, 7), MANY_PICKS);
    }

    @Test
    default void reachesEachOfMoreBackendsThanAWordHasBits() {
        claims(Trait.FAIR);
        final int[] shares = drill(Subject.even(130), new int[] {3}, 130, 0, 1).shares(130 * 100);
        for (int i = 0; i < shares.length; i++) {
            final int backend = i;
            assertTrue(shares[i] > 0, () -> "backend " + backend + " of 130 got nothing in 13000 picks, 100 are fair");
        }
    }

    @Test
    default void doesNotDoubleTheNeighbourOfABackendThatIsDown() {
        claims(Trait.FAIR);
        for (int down = 0; down < 5; down++) {
            final Drill drill = drill(Subject.even(5), new int[] {Integer.MAX_VALUE - down}, 40, 0, down);
            drill.setUsable(down, false);
            expectShares(drill, PICKS);
        }
    }

    @Test
    default void givesABackendThatReturnsItsShareAgainAndNoMore() {
        claims(Trait.FAIR);
        final Drill drill = drill(Subject.even(4));
        drill.setUsable(1, false);
        expectShares(drill, PICKS);
        drill.setUsable(1, true);
        final int burst = drill.shares(40)[1];
        // up to 8 to be level with the others, then its share
        assertTrue(burst <= 28, () -> "of the first 40 it got " + burst + " (" + drill + ')');
        expectShares(drill, PICKS);
    }

    @Test
    default void takesNewWeightsAtOnce() {
        claims(Trait.WEIGHTED);
        final Drill drill = drill(1, 1, 1);
        drill.shares(100);
        drill.setWeight(0, 3);
        drill.setWeight(2, 0);
        drill.shares(200);
        expectShares(drill, PICKS);
    }

    /** Caddy's weighted round robin gives the weights of the list to those that are left when one is out. */
    @Test
    default void keepsEachWeightWithItsBackendWhenAnotherIsDown() {
        claims(Trait.WEIGHTED);
        final Drill drill = drill(1, 5, 2, 1);
        drill.setUsable(0, false);
        expectShares(drill, MANY_PICKS);
    }

    /** Nobody who is usable waits for longer than many rounds, whatever it has done: here one is slow and one fails. */
    @Test
    default void starvesNobody() {
        claims(Trait.FAIR);
        final Drill drill = drill(Subject.even(5), new int[] {0}, 2, 0, 3);
        drill.setLatencyNs(1, 5_000_000_000L);
        drill.setLatencyNs(2, 1);
        drill.setFails(2, true);
        for (int i = 0; i < 20; i++) {
            final int[] shares = drill.shares(5 * ROUND);
            assertTrue(
                    Arrays.stream(shares).min().getAsInt() >= 1,
                    () -> "in " + 5 * ROUND + " picks somebody got none: " + Arrays.toString(shares) + " (" + drill
                            + ')');
        }
    }

    /** With everything level, nobody is the first of all on each loop. */
    @Test
    default void doesNotHerdOnTies() {
        claims(Trait.FAIR);
        final int[] first = new int[8];
        for (int loop = 0; loop < 64; loop++) {
            first[drill(Subject.even(8), new int[] {loop}, 1, 0, loop).pick()]++;
        }
        assertTrue(
                Arrays.stream(first).max().getAsInt() <= 20,
                () -> "first picks of 64 loops that start at 0 to 63, 8 each would be even: " + Arrays.toString(first));
    }

    /** And not on one loop after another, either: with nothing in flight at any time, all are level. */
    @Test
    default void doesNotHerdWhenAllAreIdle() {
        claims(Trait.FAIR);
        expectShares(drill(Subject.even(5), new int[] {2}, 0, 0, 5), PICKS);
    }

    @Test
    default void isNeverFarFromItsShare() {
        claims(Trait.SMOOTH);
        Seed.forEach(1, 50, random -> {
            final double[] weights = new double[2 + random.nextInt(10)];
            Arrays.setAll(weights, i -> traits().contains(Trait.WEIGHTED) ? 0.1 + random.nextDouble() * 10 : 1);
            final double total = Arrays.stream(weights).sum();
            final Drill drill = drill(weights);
            final int[] shares = new int[weights.length];
            for (int picks = 1; picks <= 5_000; picks++) {
                shares[drill.pick()]++;
                for (int i = 0; i < weights.length; i++) {
                    assertEquals(
                            picks * weights[i] / total, shares[i], 2, "backend " + i + " after " + picks + " picks");
                }
            }
        });
    }

    @Test
    default void isAsExactAfterAMillionPicks() {
        claims(Trait.SMOOTH);
        claims(Trait.WEIGHTED);
        new Shares(drill(0.3, 0.2, 0.01), 1_020_000).expectWithin(2);
    }

    private void expectShares(Drill drill, int picks) {
        final Shares shares = new Shares(drill, picks);
        if (traits().contains(Trait.SMOOTH)) {
            shares.expectWithin(1 + drill.loops());
        } else {
            shares.expectWithinPart(shareTolerance());
        }
        if (!traits().contains(Trait.CONSISTENT) // tables have shares of their own
                && !traits().contains(Trait.LOAD_AWARE) // and so have those that weigh what is in flight
                && !traits().contains(Trait.LATENCY_AWARE)) {
            shares.expectNoWorseThanChance();
        }
    }
}
