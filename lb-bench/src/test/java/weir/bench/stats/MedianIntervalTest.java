package weir.bench.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MedianIntervalTest {
    private static final long SEED = 20261130;
    private static final int TRIALS = 4_000;
    /** Five standard errors of a share near 0.96 in so many trials. */
    private static final double TOLERANCE = 0.016;

    /** Shapes of noise, each with a known median. */
    private enum Noise {
        UNIFORM(0.5, Random::nextDouble),
        NORMAL(0, Random::nextGaussian),
        EXPONENTIAL(Math.log(2), random -> -Math.log(1 - random.nextDouble())),
        /** As latencies: a long tail to one side. */
        LOGNORMAL(1, random -> Math.exp(1.5 * random.nextGaussian())),
        /** As a shared machine: mostly quiet, sometimes far off. */
        DISTURBED(0, random -> random.nextGaussian() * (random.nextInt(10) == 0 ? 50 : 1));

        private final double median;
        private final ToDoubleFunction<Random> draw;

        Noise(double median, ToDoubleFunction<Random> draw) {
            this.median = median;
            this.draw = draw;
        }
    }

    /** The share of trials whose interval holds the true median must be what the method says, at least 95 %. */
    @ParameterizedTest
    @EnumSource(Noise.class)
    void holdsTheTrueMedianAsOftenAsItSays(Noise noise) {
        final Random random = new Random(SEED);
        for (int count : new int[] {6, 7, 8, 9, 10, 15, 20, 24, 40}) {
            int hits = 0;
            for (int trial = 0; trial < TRIALS; trial++) {
                final double[] values = new double[count];
                Arrays.setAll(values, i -> noise.draw.applyAsDouble(random));
                hits += MedianInterval.of(values).holds(noise.median) ? 1 : 0;
            }
            final double coverage = (double) hits / TRIALS;
            final String words = noise + ", " + count + " values, seed " + SEED + ": " + coverage;
            assertTrue(MedianInterval.level(count) >= 0.95, words);
            assertEquals(MedianInterval.level(count), coverage, TOLERANCE, words);
        }
    }

    /** Starts of a JVM differ, rounds of one start are alike: medians of the starts are what is independent. */
    @ParameterizedTest
    @ValueSource(ints = {6, 7, 10})
    void holdsOverStartsWhenEachStartIsOneValue(int starts) {
        final Random random = new Random(SEED);
        int hits = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            final double[] medians = new double[starts];
            Arrays.setAll(medians, i -> Median.of(roundsOfOneStart(random)));
            hits += MedianInterval.of(medians).holds(0) ? 1 : 0;
        }
        assertEquals(MedianInterval.level(starts), (double) hits / TRIALS, TOLERANCE, "seed " + SEED);
    }

    /** Why a verdict on a JVM needs several starts, and why tables of one start say so. */
    @Test
    void anIntervalOfOneStartTellsOfThatStartOnly() {
        final Random random = new Random(SEED);
        int hits = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            hits += MedianInterval.of(roundsOfOneStart(random)).holds(0) ? 1 : 0;
        }
        assertTrue(hits < TRIALS / 2, "held " + hits + " of " + TRIALS + ", seed " + SEED);
    }

    private static double[] roundsOfOneStart(Random random) {
        final double start = random.nextGaussian();
        final double[] rounds = new double[7];
        Arrays.setAll(rounds, i -> start + 0.3 * random.nextGaussian());
        return rounds;
    }

    @Test
    void usesTheRanksOfTheTables() {
        final double[] values = new double[20];
        Arrays.setAll(values, i -> 20 - i);
        assertEquals(new Interval(6, 15), MedianInterval.of(values)); // k = 6: 95.9 %
        assertEquals(0.959, MedianInterval.level(20), 5e-4);
        assertEquals(new Interval(1, 6), MedianInterval.of(6, 5, 4, 3, 2, 1));
        assertEquals(0.969, MedianInterval.level(6), 5e-4);
    }

    @Test
    void isUnknownForTooFewValues() {
        assertEquals(Interval.UNKNOWN, MedianInterval.of());
        assertEquals(Interval.UNKNOWN, MedianInterval.of(7.75));
        assertEquals(Interval.UNKNOWN, MedianInterval.of(1, 2, 3, 4, 5));
        assertFalse(MedianInterval.of(1, 2, 3, 4, 5).isKnown());
        assertFalse(Interval.UNKNOWN.holds(1));
    }

    @Test
    void isAPointWhenAllValuesAgree() {
        assertEquals(new Interval(1.5, 1.5), MedianInterval.of(1.5, 1.5, 1.5, 1.5, 1.5, 1.5));
    }

    @Test
    void countsOfThousandsAreNoTrouble() {
        final double[] values = new double[5_000];
        Arrays.setAll(values, i -> i);
        assertTrue(MedianInterval.of(values).holds(2_499.5));
        assertEquals(0.95, MedianInterval.level(5_000), 0.005);
    }
}
